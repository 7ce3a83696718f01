package dev.sluice.simulation.invariant;

import dev.sluice.events.plan.Workload;
import dev.sluice.simulation.outside.VirtualRouter;
import dev.sluice.traffic.port.Stamp;
import java.time.Duration;
import java.util.Optional;

/** Nothing that may still get traffic is shut down. */
public final class NothingWithTrafficIsShutDown implements Invariant {
    /** Between a look at the routers and the shut-down somebody may change a router, or a late write may reach it. */
    private static final long LOOK_NANOS = Duration.ofSeconds(2).toNanos();

    @Override
    public Optional<String> retired(Truth truth, Workload workload, Stamp stamp) {
        return truth.routers().stream()
                .filter(router -> router.candidate().basisPoints() > 0)
                .filter(router -> !justNow(truth, router))
                .findFirst()
                .map(router -> workload.name() + " was shut down for " + stamp.rollout() + " while " + router.name()
                        + " gave the candidate " + router.candidate());
    }

    private static boolean justNow(Truth truth, VirtualRouter router) {
        boolean ofASluice = truth.newest(router)
                .filter(change -> router.latches() && change.stamp().isPresent())
                .isPresent();
        return !ofASluice && truth.now() - truth.changedAt(router) < LOOK_NANOS;
    }
}
