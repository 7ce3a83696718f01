package dev.sluice.traffic.clusterrouter;

import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Stamp;
import java.util.Optional;

/** What the last writer left in the annotation: who it was, the candidate's share, and whether it was a restore. */
record Note(Stamp stamp, Weight candidate, boolean latched) {
    Optional<Stamp> latch() {
        return latched ? Optional.of(stamp) : Optional.empty();
    }
}
