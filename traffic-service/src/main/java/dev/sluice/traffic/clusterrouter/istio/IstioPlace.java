package dev.sluice.traffic.clusterrouter.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.ClusterRouter.Destination;
import dev.sluice.traffic.clusterrouter.Conditions;
import dev.sluice.traffic.clusterrouter.ObjectRef;
import dev.sluice.traffic.clusterrouter.Place;
import dev.sluice.traffic.clusterrouter.Standing;
import dev.sluice.traffic.clusterrouter.Tree;
import dev.sluice.traffic.clusterrouter.Weighing;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Routes of a VirtualService, or of the one that it delegates them to, one level deep as Istio does it. Routes that are
 * in several objects can't be one compare-and-set, and are refused: each object needs a router of its own.
 */
public final class IstioPlace implements Place {
    private final ClusterRouter.Istio plan;

    public IstioPlace(ClusterRouter.Istio plan) {
        this.plan = plan;
    }

    @Override
    public ObjectRef home() {
        return new ObjectRef(
                "networking.istio.io", "v1", plan.home(), "VirtualService", "virtualservices", plan.virtualService());
    }

    /** The routes that the plan names; without any, the Services, which are the same whichever of them is stable. */
    @Override
    public String part() {
        if (plan.routes().isEmpty() && plan.tls().isEmpty() && plan.tcp().isEmpty()) {
            return "to " + String.join(", ", new TreeSet<>(plan.services()));
        }
        return Stream.of(
                        plan.routes().stream().map(name -> "http " + name),
                        plan.tls().stream().map(host -> "tls " + host),
                        plan.tcp().stream().map(port -> "tcp " + port))
                .flatMap(names -> names)
                .sorted()
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();
    }

    @Override
    public Standing find(Reader reader) throws RouterFailure {
        ObjectNode root = reader.read(home()).orElseThrow(() -> new Refused(home() + " is not there"));
        VirtualServiceShape here = shape(plan.home(), false);
        Standing standing = new Standing(home(), root, true, here);
        List<Standing> found = new ArrayList<>();
        Set<ObjectRef> delegates = delegates(root);
        if (delegates.isEmpty() || here.leads(root)) {
            found.add(standing);
        }
        for (ObjectRef ref : delegates) {
            VirtualServiceShape there = shape(ref.namespace(), true);
            reader.read(ref)
                    .filter(there::leads)
                    .ifPresent(object -> found.add(new Standing(ref, object, true, there)));
        }
        if (found.size() > 1) {
            throw new Refused("the routes are in " + found.size() + " objects ("
                    + String.join(
                            ", ",
                            found.stream().map(each -> each.ref().toString()).toList())
                    + "): name a router for each");
        }
        return found.isEmpty() ? standing : found.getFirst();
    }

    private VirtualServiceShape shape(String namespace, boolean delegate) {
        return new VirtualServiceShape(plan, new Destinations(plan, namespace), delegate);
    }

    private Set<ObjectRef> delegates(ObjectNode root) {
        Set<ObjectRef> delegates = new LinkedHashSet<>();
        if (!plan.splitsHttp()) {
            return delegates;
        }
        for (ObjectNode route : Tree.objects(root.path("spec").path("http"))) {
            boolean wanted = plan.routes().isEmpty()
                    || Tree.text(route, "name").filter(plan.routes()::contains).isPresent();
            Optional<String> name = Tree.text(route.path("delegate"), "name");
            if (wanted && name.isPresent()) {
                String namespace =
                        Tree.text(route.path("delegate"), "namespace").orElse(plan.home());
                delegates.add(home().at(namespace, name.get()));
            }
        }
        return delegates;
    }

    @Override
    public Optional<String> obstacle(Split split) {
        boolean byRequest = split.header().isPresent() || split.cookie().isPresent();
        if (!plan.splitsHttp() && (byRequest || split.mirror().isPresent())) {
            return Optional.of("tls and tcp routes know no headers, cookies and mirrors");
        }
        return split.affinity().isPresent()
                ? Optional.of("Istio keeps no client on one of several weighted destinations")
                : Optional.empty();
    }

    @Override
    public List<String> writes(Split split) {
        Weighing weights = Weighing.of(split.candidate());
        String shares = brief(plan.stable()) + " " + weights.stable() + ", " + brief(plan.candidate()) + " "
                + weights.candidate();
        List<String> routes = new ArrayList<>();
        plan.routes().forEach(name -> routes.add("route " + name + ": " + shares + Conditions.told(split)));
        plan.tls().forEach(host -> routes.add("tls route " + host + ": " + shares));
        plan.tcp().forEach(port -> routes.add("tcp route " + port + ": " + shares));
        if (routes.isEmpty()) {
            routes.add("every route to " + Destinations.told(plan.stable()) + ": " + shares + Conditions.told(split));
        }
        return routes.stream().map(route -> home() + ": " + route).toList();
    }

    private static String brief(Destination destination) {
        return destination.subset().orElse(destination.host());
    }

    @Override
    public List<Access> needs() {
        return List.of(new Access("get", home()), new Access("update", home()));
    }
}
