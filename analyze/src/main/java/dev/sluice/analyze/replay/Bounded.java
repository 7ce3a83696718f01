package dev.sluice.analyze.replay;

import dev.sluice.events.journal.MetricReading;
import java.util.Optional;

/**
 * How a metric fared against one bound.
 *
 * @param looks how often it was evaluated
 * @param held in how many of them the bound held
 * @param unknown in how many of them there was no evidence
 * @param longestRun distinct bad samples in a row: in which a trigger's bound held, or a check's did not
 * @param worst the reading that came nearest to a trigger's bound, or was furthest from what a check expects
 */
public record Bounded(int looks, int held, int unknown, int longestRun, Optional<MetricReading> worst) {
    /** In how many of them the bound did not hold. */
    public int notHeld() {
        return looks - held - unknown;
    }

    /** Whether it never gave evidence, though it was looked at. */
    public boolean neverConclusive() {
        return looks > 0 && unknown == looks;
    }
}
