package dev.sluice.traffic.effects;

import dev.sluice.chassis.Ownership;
import java.time.Duration;

/** How long each kind of router call may take, and when what failed is tried again. Never scaled with a plan. */
final class Limits {
    static final Duration SHIFT = Duration.ofSeconds(1);
    static final Duration RESTORE = Duration.ofSeconds(1);
    static final Duration OBSERVE = Duration.ofSeconds(1);
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

    private Limits() {}

    /** Whether this instance acts for a partition, and the coordinator said so a moment ago. */
    static boolean confirmed(Ownership ownership, int partition) {
        return ownership.acts(partition) && ownership.sinceConfirmed(partition).compareTo(OWNERSHIP) <= 0;
    }
}
