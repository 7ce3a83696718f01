package dev.sluice.traffic.port;

import java.util.Optional;

/**
 * Who may write over what stands at a router or a workload: pure, and the same for every adapter. The stamps of one rollout are ordered
 * by epoch, then version; those of different rollouts by version alone, because one target's versions only grow.
 */
public final class Fence {
    private Fence() {}

    /** What forbids a shift, given the stamp and the latch that were read; empty when it may be written. */
    public static Optional<RouterFailure> againstShift(Stamp ours, Optional<Stamp> stamp, Optional<Stamp> latch) {
        if (latch.isPresent() && latch.get().rollout().equals(ours.rollout())) {
            return Optional.of(new RouterFailure.Latched(latch.get()));
        }
        if (latch.isPresent() && latch.get().version() >= ours.version()) {
            return Optional.of(new RouterFailure.Superseded(latch.get()));
        }
        return stamp.filter(standing -> laterOwner(standing, ours) || laterRollout(standing, ours))
                .map(RouterFailure.Superseded::new);
    }

    /** What forbids a restore: only a later rollout, which owns the router now and has latches of its own. */
    public static Optional<RouterFailure> againstRestore(Stamp ours, Optional<Stamp> stamp, Optional<Stamp> latch) {
        return stamp.filter(standing -> laterRollout(standing, ours))
                .or(() -> latch.filter(standing -> laterRollout(standing, ours)))
                .map(RouterFailure.Superseded::new);
    }

    /** What forbids the shut-down of a workload: only the claim of a later rollout, which needs it. */
    public static Optional<WorkloadFailure> againstRetirement(Stamp ours, Optional<Stamp> claim) {
        return claim.filter(standing -> laterRollout(standing, ours)).map(WorkloadFailure.Superseded::new);
    }

    /**
     * The stamp that a restore leaves: its own, unless a later owner of the same rollout has stamped already. A restore
     * by an owner that was cut off must not lower the fence that keeps its late shifts out.
     */
    public static Stamp afterRestore(Stamp ours, Optional<Stamp> standing) {
        return standing.filter(there -> there.rollout().equals(ours.rollout()))
                .filter(there -> there.epoch() > ours.epoch()
                        || (there.epoch() == ours.epoch() && there.version() > ours.version()))
                .orElse(ours);
    }

    private static boolean laterOwner(Stamp standing, Stamp ours) {
        return standing.epoch() > ours.epoch() && standing.version() >= ours.version();
    }

    private static boolean laterRollout(Stamp standing, Stamp ours) {
        return standing.version() > ours.version() && !standing.rollout().equals(ours.rollout());
    }
}
