package dev.sluice.simulation.invariant;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.simulation.outside.RouterChange;
import dev.sluice.simulation.outside.VirtualRouter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * After a breach stable has everything on every reachable router within 30 s, under any single fault, and on a router
 * that was cut off within 2 s of its return.
 */
public final class StableWithin30s implements Invariant {
    private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long RETURN_NANOS = Duration.ofMillis(2500).toNanos();
    /** What completes so soon after the candidate turned bad was not known to be so. */
    private static final long UNKNOWN_NANOS = Duration.ofSeconds(10).toNanos();

    private final Map<VirtualRouter, Long> unreachableAt = new HashMap<>();
    private long badSince = -1;
    private boolean over;

    @Override
    public Optional<String> routed(Truth truth, RouterChange change) {
        expose(truth);
        return Optional.empty();
    }

    @Override
    public Optional<String> written(Truth truth, Truth.Written written) {
        boolean completed = written.step()
                .recorded()
                .filter(recorded -> recorded.event() instanceof Lifecycle.RolloutCompleted
                        || recorded.event() instanceof Lifecycle.ClosingStarted)
                .filter(recorded -> written.step()
                        .state()
                        .open()
                        .filter(rollout -> !rollout.closing())
                        .isEmpty())
                .isPresent();
        if (!completed || over) {
            return Optional.empty();
        }
        over = true;
        return badSince >= 0 && truth.now() - badSince > UNKNOWN_NANOS
                ? Optional.of(
                        "the rollout completed " + seconds(truth.now() - badSince) + " after its candidate turned bad")
                : Optional.empty();
    }

    private void expose(Truth truth) {
        boolean exposed = truth.sources().bad()
                && truth.routers().stream()
                        .anyMatch(router -> router.candidate().basisPoints() > 0);
        badSince = exposed && badSince < 0 ? truth.now() : badSince;
    }

    @Override
    public Optional<String> passed(Truth truth) {
        expose(truth);
        for (VirtualRouter router : truth.routers()) {
            if (!router.reachable()) {
                unreachableAt.put(router, truth.now());
            } else if (badSince >= 0 && !over && router.candidate().basisPoints() > 0) {
                Optional<String> late = late(truth, router);
                if (late.isPresent()) {
                    return late;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> late(Truth truth, VirtualRouter router) {
        long byHand =
                truth.newest(router).filter(change -> change.stamp().isEmpty()).isPresent()
                        ? truth.changedAt(router) + RETURN_NANOS
                        : 0;
        long returned = unreachableAt.containsKey(router) ? unreachableAt.getOrDefault(router, 0L) + RETURN_NANOS : 0;
        long limit = Math.max(badSince + LIMIT_NANOS, Math.max(returned, byHand));
        return truth.now() > limit
                ? Optional.of(router.name() + " gives the candidate " + router.candidate() + " "
                        + seconds(truth.now() - badSince) + " after it turned bad")
                : Optional.empty();
    }

    private static String seconds(long nanos) {
        return Duration.ofNanos(nanos).toMillis() / 1000.0 + " s";
    }
}
