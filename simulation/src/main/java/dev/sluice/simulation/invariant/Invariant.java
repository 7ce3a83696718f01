package dev.sluice.simulation.invariant;

import dev.sluice.events.plan.Workload;
import dev.sluice.simulation.outside.RouterChange;
import dev.sluice.traffic.port.Stamp;
import java.util.Optional;

/** Something that must hold in a world. Each method is asked when its kind of thing happened, and says what is broken. */
public interface Invariant {
    /** A record was written to the journal. */
    default Optional<String> written(Truth truth, Truth.Written written) {
        return Optional.empty();
    }

    /** The candidate's share at a router was written. */
    default Optional<String> routed(Truth truth, RouterChange change) {
        return Optional.empty();
    }

    /** Instances of a workload that ran were shut down. */
    default Optional<String> retired(Truth truth, Workload workload, Stamp stamp) {
        return Optional.empty();
    }

    /** A moment has passed. */
    default Optional<String> passed(Truth truth) {
        return Optional.empty();
    }

    /** Everything has come to rest, or should have. */
    default Optional<String> ended(Truth truth) {
        return Optional.empty();
    }

    /** As it stands in a report. */
    default String name() {
        return getClass().getSimpleName();
    }
}
