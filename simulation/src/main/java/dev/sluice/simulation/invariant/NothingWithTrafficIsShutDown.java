package dev.sluice.simulation.invariant;

import dev.sluice.events.plan.Role;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import dev.sluice.simulation.outside.RouterChange;
import dev.sluice.simulation.outside.VirtualRouter;
import dev.sluice.traffic.port.Stamp;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Nothing that may still get traffic is shut down, and nothing that is shut down gets any from us. */
public final class NothingWithTrafficIsShutDown implements Invariant {
    /** Between a look at the routers and the shut-down somebody may change a router, or a late write may reach it. */
    private static final long LOOK_NANOS = Duration.ofSeconds(2).toNanos();

    private final Set<RolloutId> withoutStable = new HashSet<>();

    @Override
    public Optional<String> retired(Truth truth, Workload workload, Stamp stamp) {
        boolean stable = workload.role() == Role.STABLE;
        if (stable) {
            withoutStable.add(stamp.rollout());
        } else if (!takenBack(truth, stamp.rollout())) {
            return Optional.empty();
        }
        return truth.routers().stream()
                .filter(router -> stable
                        ? !router.candidate().equals(Weight.FULL)
                        : router.candidate().basisPoints() > 0)
                .filter(router -> !justNow(truth, router))
                .findFirst()
                .map(router -> workload.name() + " was shut down for " + stamp.rollout() + " while " + router.name()
                        + " gave the candidate " + router.candidate());
    }

    /** A canary is also shut down when the candidate has everything, and something else serves it. */
    private static boolean takenBack(Truth truth, RolloutId rollout) {
        return truth.states().stream()
                .flatMap(state -> state.rollout(rollout).stream())
                .flatMap(state -> state.rollback().stream())
                .map(RollbackStory::shutdown)
                .anyMatch(Optional::isPresent);
    }

    @Override
    public Optional<String> routed(Truth truth, RouterChange change) {
        boolean toNobody = change.router().latches()
                && !change.after().equals(Weight.FULL)
                && change.stamp()
                        .filter(stamp -> withoutStable.contains(stamp.rollout()))
                        .isPresent();
        return toNobody
                ? Optional.of(change.router().name() + " gave stable traffic, which was shut down before")
                : Optional.empty();
    }

    private static boolean justNow(Truth truth, VirtualRouter router) {
        boolean ofASluice = truth.newest(router)
                .filter(change -> router.latches() && change.stamp().isPresent())
                .isPresent();
        return !ofASluice && truth.now() - truth.changedAt(router) < LOOK_NANOS;
    }
}
