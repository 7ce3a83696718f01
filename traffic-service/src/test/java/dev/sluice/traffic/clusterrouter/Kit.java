package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Weight;
import java.util.List;
import java.util.Optional;

/** One kind of router for the contract: what its owner applies, and what the data plane makes of what stands there. */
interface Kit {
    ClusterRouter plan(String namespace);

    /** What the owner applies, with all traffic on stable; the first is the one that the plan names. */
    List<ObjectNode> manifests(String namespace);

    /** The object that is split; another than the first of the manifests where it is made. */
    default ObjectRef split(String namespace) {
        return ClusterRouters.place(plan(namespace)).home();
    }

    /**
     * Where one request goes.
     *
     * @param world reads an object as it stands
     * @param position of the request among those that are sent, for the weights
     */
    Traffic.Side side(Traffic.World world, String namespace, Optional<HeaderMatch> header, Traffic.Position position);

    /** The file in deploy/kubernetes/namespace that binds the rights. */
    String binding();

    default boolean can(Weight share) {
        return true;
    }

    default boolean headers() {
        return true;
    }
}
