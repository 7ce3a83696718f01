package dev.sluice.traffic.clusterrouter.istio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.clusterrouter.Conditions;
import dev.sluice.traffic.clusterrouter.Conditions.Condition;
import dev.sluice.traffic.clusterrouter.Shape;
import dev.sluice.traffic.clusterrouter.Tree;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The routes of one VirtualService. What a header or a cookie sends to the candidate is an http route of its own, right
 * before the one that it is a copy of.
 *
 * @param delegate whether another VirtualService delegates to this one: then every http route that leads to ours counts
 */
record VirtualServiceShape(ClusterRouter.Istio plan, Destinations destinations, boolean delegate) implements Shape {
    @Override
    public Weight share(ObjectNode object, Weight written) throws Refused {
        List<Weight> shares = new ArrayList<>();
        for (Route route : routes(object)) {
            shares.add(route.share());
        }
        return shares.stream()
                .max(Comparator.comparingInt(share -> Math.abs(share.basisPoints() - written.basisPoints())))
                .orElse(Weight.ZERO);
    }

    @Override
    public boolean open(ObjectNode object) {
        return !added(object).isEmpty();
    }

    @Override
    public ObjectNode split(ObjectNode object, Split split) throws Refused {
        ObjectNode next = object.deepCopy();
        removeAdded(next);
        List<Condition> conditions = Conditions.of(split);
        for (Route route : routes(next)) {
            route.split(split.candidate());
            if (route.http()) {
                mirror(route, split.mirror());
                add(next, route, conditions);
            }
        }
        return next;
    }

    @Override
    public ObjectNode restored(ObjectNode object) throws Refused {
        ObjectNode next = object.deepCopy();
        removeAdded(next);
        for (Route route : routes(next)) {
            route.restore();
            if (route.http() && mirrorsToCandidate(route)) {
                removeMirror(route);
            }
        }
        return next;
    }

    /** Whether any route of it is one to split. */
    boolean leads(ObjectNode object) {
        return !selected(object).isEmpty();
    }

    private List<Route> routes(ObjectNode object) throws Refused {
        List<Route> routes = selected(object);
        if (!routes.isEmpty()) {
            return routes;
        }
        throw new Refused(
                wanted() + ", expected one that leads to " + Destinations.told(plan.stable()) + "; its http routes are "
                        + Tree.objects(object.path("spec").path("http")).stream()
                                .map(route -> Tree.text(route, "name").orElse("(unnamed)"))
                                .toList());
    }

    private String wanted() {
        String by = (plan.routes().isEmpty() ? "" : " named " + plan.routes())
                + (plan.tls().isEmpty() ? "" : " of SNI hosts " + plan.tls())
                + (plan.tcp().isEmpty() ? "" : " of ports " + plan.tcp());
        return "the VirtualService has no route" + by;
    }

    private List<Route> selected(ObjectNode object) {
        boolean any = delegate
                || (plan.routes().isEmpty()
                        && plan.tls().isEmpty()
                        && plan.tcp().isEmpty());
        List<Route> routes = new ArrayList<>();
        List<ObjectNode> added = added(object);
        int index = 0;
        for (ObjectNode node : Tree.objects(object.path("spec").path("http"))) {
            if (added.stream().anyMatch(each -> each == node)) {
                continue;
            }
            Optional<String> name = Tree.text(node, "name");
            Route route = new Route(node, name.orElse(String.valueOf(index++)), true, destinations);
            if (!node.has("delegate")
                    && (any
                            ? route.leads()
                            : name.filter(plan.routes()::contains).isPresent())) {
                routes.add(route);
            }
        }
        if (!delegate) {
            routes.addAll(others(object, "tls", "sniHosts", plan.tls(), any));
            routes.addAll(others(
                    object,
                    "tcp",
                    "port",
                    plan.tcp().stream().map(String::valueOf).toList(),
                    any));
        }
        return routes;
    }

    private List<Route> others(ObjectNode object, String kind, String field, List<String> wanted, boolean any) {
        List<Route> routes = new ArrayList<>();
        for (ObjectNode node : Tree.objects(object.path("spec").path(kind))) {
            List<String> found = Tree.objects(node.path("match")).stream()
                    .map(match -> match.path(field))
                    .flatMap(value -> value.isArray()
                            ? Tree.texts(value).stream()
                            : Optional.of(value).filter(JsonNode::isValueNode).map(JsonNode::asText).stream())
                    .toList();
            Route route = new Route(node, kind + " " + String.join(", ", found), false, destinations);
            if (any ? route.leads() : found.stream().anyMatch(wanted::contains)) {
                routes.add(route);
            }
        }
        return routes;
    }

    /** The routes that shifts of this router added: by their names, and where the plan names none, by where they lead. */
    private List<ObjectNode> added(ObjectNode object) {
        return Tree.objects(object.path("spec").path("http")).stream()
                .filter(node -> Tree.text(node, "name")
                        .filter(name -> name.startsWith(Conditions.PREFIX))
                        .filter(name -> delegate
                                || plan.routes().isEmpty()
                                || plan.routes().contains(name.substring(Conditions.PREFIX.length())))
                        .isPresent())
                .filter(node -> new Route(node, "", true, destinations).leads())
                .toList();
    }

    private void removeAdded(ObjectNode object) {
        List<ObjectNode> added = added(object);
        if (object.path("spec").path("http") instanceof ArrayNode http) {
            for (int i = http.size() - 1; i >= 0; i--) {
                JsonNode node = http.get(i);
                if (added.stream().anyMatch(each -> each == node)) {
                    http.remove(i);
                }
            }
        }
    }

    private void add(ObjectNode object, Route route, List<Condition> conditions) throws Refused {
        if (conditions.isEmpty() || !(object.path("spec").path("http") instanceof ArrayNode http)) {
            return;
        }
        ObjectNode copy = route.node().deepCopy().put("name", Conditions.PREFIX + route.label());
        ObjectNode candidate = route.candidates().getFirst().deepCopy();
        candidate.put("weight", 100);
        copy.putArray("route").add(candidate);
        if (mirrorsToCandidate(route)) {
            removeMirror(new Route(copy, route.label(), true, destinations));
        }
        List<ObjectNode> matches = Tree.objects(route.node().path("match"));
        ArrayNode extended = copy.putArray("match");
        for (ObjectNode match : matches.isEmpty() ? List.of(object.objectNode()) : matches) {
            for (Condition condition : conditions) {
                extended.add(extended(match, condition, route.label()));
            }
        }
        Tree.insertBefore(http, route.node(), copy);
    }

    private static ObjectNode extended(ObjectNode match, Condition condition, String label) throws Refused {
        ObjectNode copy = match.deepCopy();
        ObjectNode headers = copy.path("headers") instanceof ObjectNode there ? there : copy.putObject("headers");
        if (headers.has(condition.header())) {
            throw new Refused("route " + label + " already matches the header " + condition.header()
                    + " itself: a split by it would change what that means");
        }
        headers.putObject(condition.header()).put(condition.regex() ? "regex" : "exact", condition.value());
        return copy;
    }

    private boolean mirrorsToCandidate(Route route) {
        return destinations.candidate(route.node().path("mirror"));
    }

    private static void removeMirror(Route route) {
        route.node().remove(List.of("mirror", "mirrorPercentage", "mirrorPercent"));
    }

    private void mirror(Route route, Optional<Weight> share) throws Refused {
        if (share.isEmpty()) {
            if (mirrorsToCandidate(route)) {
                removeMirror(route);
            }
            return;
        }
        if (route.node().has("mirrors") || (route.node().has("mirror") && !mirrorsToCandidate(route))) {
            throw new Refused("route " + route.label() + " already mirrors to another destination: remove that, or the"
                    + " stage's mirror");
        }
        route.node().remove("mirrorPercent");
        route.node()
                .set("mirror", route.candidates().getFirst().path("destination").deepCopy());
        Weight of = share.get();
        ObjectNode percentage = route.node().objectNode();
        percentage.set(
                "value",
                of.wholePercent()
                        ? IntNode.valueOf(of.percent())
                        : DecimalNode.valueOf(
                                BigDecimal.valueOf(of.basisPoints(), 2).stripTrailingZeros()));
        route.node().set("mirrorPercentage", percentage);
    }
}
