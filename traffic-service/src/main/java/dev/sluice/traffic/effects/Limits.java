package dev.sluice.traffic.effects;

import dev.sluice.chassis.Ownership;
import dev.sluice.events.plan.CloudRouter;
import dev.sluice.events.plan.Router;
import java.time.Duration;

/** How long each kind of router call may take, and when what failed is tried again. Never scaled with a plan. */
final class Limits {
    private static final Duration ONE = Duration.ofSeconds(1);
    /** With the 4 s for which ownership counts it ends within the 6 s after which a session may be another's. */
    private static final Duration CLOUD_SHIFT = Duration.ofSeconds(2);

    private static final Duration CLOUD_RESTORE = Duration.ofSeconds(5);
    private static final Duration CLOUD_OBSERVE = Duration.ofSeconds(3);
    static final Duration RETRY = Duration.ofMillis(200);
    static final Duration OWNERSHIP = Duration.ofSeconds(4);
    static final int REFUSALS = 3;
    static final Duration UNREACHABLE = Duration.ofSeconds(10);
    static final int STUCK_AFTER = 3;
    /** A look is taken about once a second. */
    static final int LOOKS_BEFORE_SEVERED = 3;

    /** For one step with a workload, which may be several requests to an API server. */
    static final Duration WORKLOAD = Duration.ofSeconds(5);

    static final Duration WORKLOAD_AGAIN = Duration.ofSeconds(1);
    /** Twice the time that Kubernetes gives a pod to end by itself, unless it says otherwise. */
    static final Duration RETIRING = Duration.ofSeconds(60);

    /** For how long stable must have served nothing before it is shut down for good. */
    static final Duration QUIET = Duration.ofSeconds(10);

    private Limits() {}

    static Duration shift(Router router) {
        return router instanceof CloudRouter ? CLOUD_SHIFT : ONE;
    }

    /** For a restore and for what follows it; the public API of a cloud takes several calls that cross the Internet. */
    static Duration restore(Router router) {
        return router instanceof CloudRouter ? CLOUD_RESTORE : ONE;
    }

    static Duration observe(Router router) {
        return router instanceof CloudRouter ? CLOUD_OBSERVE : ONE;
    }

    /** Whether this instance acts for a partition, and the coordinator said so a moment ago. */
    static boolean confirmed(Ownership ownership, int partition) {
        return ownership.acts(partition) && ownership.sinceConfirmed(partition).compareTo(OWNERSHIP) <= 0;
    }
}
