package dev.sluice.traffic.clusterrouter.nginxingress;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.clusterrouter.ObjectRef;
import dev.sluice.traffic.clusterrouter.Place;
import dev.sluice.traffic.clusterrouter.Standing;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The canary Ingress beside an Ingress of ingress-nginx. Where there is none it is made, by a restore as well: it carries
 * the latch, without which a late shift would make it.
 */
public final class NginxIngressPlace implements Place {
    private final ClusterRouter.NginxIngress plan;

    public NginxIngressPlace(ClusterRouter.NginxIngress plan) {
        this.plan = plan;
    }

    @Override
    public ObjectRef home() {
        return ref(plan.canaryIngress());
    }

    private ObjectRef stable() {
        return ref(plan.ingress());
    }

    private ObjectRef ref(String name) {
        return new ObjectRef("networking.k8s.io", "v1", plan.home(), "Ingress", "ingresses", name);
    }

    @Override
    public String part() {
        return "canary of " + plan.ingress();
    }

    @Override
    public Standing find(Reader reader) throws RouterFailure {
        CanaryShape shape = new CanaryShape(plan);
        Optional<ObjectNode> canary = reader.read(home());
        if (canary.isPresent()) {
            return new Standing(home(), canary.get(), true, shape);
        }
        ObjectNode stable = reader.read(stable()).orElseThrow(() -> new Refused(stable() + " is not there"));
        return new Standing(home(), new MadeCanary(plan).of(stable), false, shape);
    }

    @Override
    public Optional<Beside> beside() {
        return Optional.of(new SessionAffinity(stable()));
    }

    @Override
    public Optional<String> obstacle(Split split) {
        if (split.mirror().isPresent()) {
            return Optional.of("a canary Ingress mirrors nothing");
        }
        return split.cookie()
                .filter(match -> !match.value().equals("always"))
                .map(match -> "ingress-nginx takes a cookie of the value always alone");
    }

    @Override
    public List<String> writes(Split split) {
        Weight share = split.candidate();
        StringBuilder canary = new StringBuilder(home() + ": canary-weight ");
        canary.append(
                share.wholePercent()
                        ? String.valueOf(share.percent())
                        : share.basisPoints() + " of canary-weight-total " + Weight.FULL.basisPoints());
        split.header().ifPresent(match -> canary.append(", canary-by-header ")
                .append(match.name())
                .append(": ")
                .append(match.value()));
        split.cookie().ifPresent(match -> canary.append(", canary-by-cookie ").append(match.name()));
        List<String> writes = new ArrayList<>();
        split.affinity()
                .ifPresent(affinity ->
                        writes.add(stable() + ": affinity cookie " + affinity.cookie() + " for " + affinity.maxAge()));
        writes.add(canary.toString());
        return writes;
    }

    @Override
    public List<Access> needs() {
        return List.of(
                new Access("get", home()),
                new Access("create", home()),
                new Access("update", home()),
                new Access("get", stable()),
                new Access("update", stable()));
    }
}
