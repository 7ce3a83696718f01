package dev.sluice.traffic.clusterrouter.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.clusterrouter.Conditions;
import dev.sluice.traffic.clusterrouter.ObjectRef;
import dev.sluice.traffic.clusterrouter.Place;
import dev.sluice.traffic.clusterrouter.Standing;
import dev.sluice.traffic.clusterrouter.Weighing;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Rules of an HTTPRoute or GRPCRoute, of version v1 of the Gateway API. */
public final class GatewayApiPlace implements Place {
    private final ClusterRouter.GatewayApi plan;

    public GatewayApiPlace(ClusterRouter.GatewayApi plan) {
        this.plan = plan;
    }

    @Override
    public ObjectRef home() {
        return new ObjectRef(
                "gateway.networking.k8s.io",
                "v1",
                plan.home(),
                plan.kind().kind(),
                plan.kind().plural(),
                plan.route());
    }

    /** The rules that the plan names; without any, the Services, which are the same whichever of them is stable. */
    @Override
    public String part() {
        return plan.rules().isEmpty()
                ? "to " + String.join(", ", new TreeSet<>(plan.services()))
                : "rules " + String.join(", ", new TreeSet<>(plan.rules()));
    }

    @Override
    public Standing find(Reader reader) throws RouterFailure {
        ObjectNode object = reader.read(home()).orElseThrow(() -> new Refused(home() + " is not there"));
        return new Standing(home(), object, true, new RouteShape(plan));
    }

    @Override
    public Optional<String> obstacle(Split split) {
        if (split.affinity().isPresent()) {
            return Optional.of("session persistence is no part of the Gateway API's standard channel");
        }
        if (split.cookie().isPresent() && plan.kind() == ClusterRouter.RouteKind.GRPC) {
            return Optional.of("a GRPCRoute knows no cookies");
        }
        return split.mirror()
                .filter(share -> !share.equals(Weight.FULL))
                .map(share -> "the Gateway API mirrors all requests, not " + share);
    }

    @Override
    public List<String> writes(Split split) {
        Weighing weights = Weighing.of(split.candidate());
        String shares = plan.stable().service() + " " + weights.stable() + ", "
                + plan.candidate().service() + " " + weights.candidate() + Conditions.told(split);
        return plan.rules().isEmpty()
                ? List.of(home() + ": every rule to " + plan.stable().service() + ": " + shares)
                : plan.rules().stream()
                        .map(name -> home() + ": rule " + name + ": " + shares)
                        .toList();
    }

    @Override
    public List<Access> needs() {
        return List.of(new Access("get", home()), new Access("update", home()));
    }
}
