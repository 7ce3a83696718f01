package dev.sluice.traffic.effects;

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

    private Limits() {}
}
