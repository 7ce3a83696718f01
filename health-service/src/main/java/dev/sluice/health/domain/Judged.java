package dev.sluice.health.domain;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Metric;
import java.time.Duration;

/**
 * One check in one evaluation.
 *
 * @param failed whether its source failed or did not answer
 * @param counts whether it is an attempt to know it that counts: not in its warm-up, and not before it was answered
 */
public record Judged(Check check, MetricReading reading, boolean failed, boolean counts) {
    /** What a sample says of a check, which counts from the end of its warm-up on. */
    public static Judged of(Check check, Metric metric, Sample sample, Duration sinceSwitch, Duration warmUp) {
        boolean failed = sample instanceof Sample.Failed;
        MetricReading reading = Readings.read(metric, check.expect(), sample);
        if (sinceSwitch.compareTo(warmUp) < 0) {
            String why = "counts in " + Readings.text(warmUp.minus(sinceSwitch));
            return new Judged(check, Readings.as(MetricReading.Outcome.UNKNOWN, reading, why), failed, false);
        }
        return new Judged(
                check, check.onlyShown() ? Readings.as(reading.outcome(), reading, "dry run") : reading, failed, true);
    }

    /** Of a check whose answer is not here yet, and counts when it comes. */
    public static Judged pending(Check check, Metric metric) {
        return new Judged(check, Readings.unknown(metric, check.expect(), "no answer so far"), false, false);
    }

    /** The same, told once more. */
    public Judged again() {
        return new Judged(check, reading, failed, false);
    }

    public boolean is(MetricReading.Outcome outcome) {
        return reading.outcome() == outcome;
    }
}
