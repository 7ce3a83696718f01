package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What the data planes of the tests have in common. */
final class Traffic {
    enum Side {
        STABLE,
        CANDIDATE,
        NOBODY
    }

    /** The objects as they stand while some requests are sent. */
    @FunctionalInterface
    interface World {
        Optional<ObjectNode> read(ObjectRef ref);
    }

    /** The position of a request among those sent, by which weights are kept as exactly as they can be. */
    record Position(int index) {
        /** Whether this one of them is among those of a weight, evenly spread. */
        boolean of(long weight, long total) {
            return total > 0 && (index + 1L) * weight / total > index * weight / total;
        }
    }

    private Traffic() {}
}
