package dev.sluice.traffic.effects;

import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Stamp;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Why a router may need a workload that is to be shut down, by what was read there. */
final class Needs {
    private record Served(long requests, long since) {}

    private Needs() {}

    /** For what ran a candidate that was taken back. */
    static String candidate(Observed observed) {
        if (!observed.candidate().equals(Weight.ZERO)) {
            return "gives the candidate " + observed.candidate();
        }
        return observed.restored() ? "" : "has forgotten the restore, and may let clients with a cookie through";
    }

    /**
     * For what is not needed once the candidate has everything. The stamp must be this owner's, at every router: only that
     * makes the safety net of one that was cut off stand down, which would give everything to what is gone. And what the
     * router counts for stable must have stood still for a while: a weight does not move clients that a cookie holds there.
     *
     * @param nanoTime the loop's monotonic time
     */
    static Retiring.Needed stable(Stamp owner, LongSupplier nanoTime) {
        Map<Name, Served> served = new HashMap<>();
        return (router, observed) -> {
            if (!observed.candidate().equals(Weight.FULL)) {
                return "gives the candidate " + observed.candidate() + " only";
            }
            if (!stampedBy(owner, observed)) {
                return "does not bear the stamp of its present owner so far";
            }
            long now = nanoTime.getAsLong();
            return observed.counts()
                    .map(Observed.Counts::stable)
                    .map(requests -> served.compute(
                            router.name(),
                            (name, known) ->
                                    known != null && known.requests() == requests ? known : new Served(requests, now)))
                    .filter(quiet -> now - quiet.since() < Limits.QUIET.toNanos())
                    .map(busy -> "had requests for stable less than " + Limits.QUIET.toSeconds() + " s ago")
                    .orElse("");
        };
    }

    private static boolean stampedBy(Stamp owner, Observed observed) {
        return observed.stamp()
                .filter(stamp -> stamp.rollout().equals(owner.rollout()) && stamp.epoch() >= owner.epoch())
                .isPresent();
    }
}
