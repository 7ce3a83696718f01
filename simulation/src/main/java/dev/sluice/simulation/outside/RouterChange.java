package dev.sluice.simulation.outside;

import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Stamp;
import java.util.Optional;

/**
 * The candidate's effective share at a router was written.
 *
 * @param stamp who wrote; empty when it was somebody else, or the router forgot
 * @param call the call that wrote; empty as well for a write that came late
 */
public record RouterChange(
        VirtualRouter router,
        String operation,
        Weight before,
        Weight after,
        Optional<Stamp> stamp,
        Optional<Call> call) {
    public boolean rises() {
        return after.basisPoints() > before.basisPoints();
    }
}
