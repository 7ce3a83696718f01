package dev.sluice.health.domain;

import dev.sluice.events.value.RolloutId;
import java.time.Duration;

/**
 * The rounds of many rollouts that began in one moment, as after a take-over: each goes on at a moment of its own, or all
 * of them would fall due together for as long as they run.
 */
public final class Spread {
    private static final int SHARES_BITS = 12;

    private Spread() {}

    /** From the first round to the second: more than nothing, at most the period, and always the same for a rollout. */
    public static Duration within(Duration period, RolloutId rollout) {
        // Fibonacci hashing: the upper bits differ also where names differ little.
        int share = (rollout.text().hashCode() * 0x9E3779B9) >>> (Integer.SIZE - SHARES_BITS);
        return period.multipliedBy(share + 1L).dividedBy(1L << SHARES_BITS);
    }
}
