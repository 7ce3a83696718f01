package dev.sluice.traffic.port;

import dev.sluice.events.value.Weight;
import java.util.Optional;

/**
 * A router as it was read: the candidate's effective share (0 % where the latch stands before the weights), the stamp of the latest shift or restore,
 * the stamp under which it is latched, the requests that each side has served since the router started, how many
 * connections to the candidate are in use (0 where the router doesn't tell), and whether it is as a restore leaves it:
 * latched, or where it keeps no latch, closed to the candidate's persistent clients as well.
 */
public record Observed(
        Weight candidate,
        Optional<Stamp> stamp,
        Optional<Stamp> latch,
        Optional<Counts> counts,
        long open,
        boolean restored) {
    /** Requests served by each side; a restart of the router starts both again. */
    public record Counts(long stable, long candidate) {}
}
