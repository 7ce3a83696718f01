package dev.sluice.health.domain;

import dev.sluice.events.journal.MetricReading;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of one trigger of one rollout.
 *
 * @param inARow distinct samples in a row in which its condition held
 * @param seen the samples that were counted
 * @param decided the newest conclusive value
 * @param shown the newest reading, conclusive or not
 * @param concludedAtNanos when an evaluation was conclusive last, in the loop's monotonic time
 * @param heldSinceNanos when the run of samples in which it held began; empty while there is none
 * @param stage the stage that {@code held} counts in, 0-based
 * @param held distinct samples of that stage in which it held
 * @param silent whether nothing has been known for longer than the plan allows
 */
public record TriggerMemory(
        int inARow,
        Seen seen,
        Optional<Decided> decided,
        Optional<MetricReading> shown,
        OptionalLong concludedAtNanos,
        OptionalLong heldSinceNanos,
        int stage,
        int held,
        boolean silent) {
    public static final TriggerMemory NEW = new TriggerMemory(
            0, Seen.NONE, Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), 0, 0, false);

    /**
     * The value that decided.
     *
     * @param of what was watched when it was read
     * @param readAt when it was read here
     */
    public record Decided(long of, Instant readAt, MetricReading reading) {}
}
