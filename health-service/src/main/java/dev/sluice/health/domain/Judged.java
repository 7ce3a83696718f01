package dev.sluice.health.domain;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Metric;
import java.time.Duration;

/**
 * One check in one evaluation.
 *
 * @param failed whether its source failed or did not answer
 * @param warmingUp whether it is too early for it to count
 */
public record Judged(Check check, MetricReading reading, boolean failed, boolean warmingUp) {
    /** What a sample says of a check, which counts from the end of its warm-up on. */
    public static Judged of(Check check, Metric metric, Sample sample, Duration sinceSwitch, Duration warmUp) {
        boolean failed = sample instanceof Sample.Failed;
        MetricReading reading = Readings.read(metric, check.expect(), sample);
        if (sinceSwitch.compareTo(warmUp) < 0) {
            String why = "counts in " + Readings.text(warmUp.minus(sinceSwitch));
            return new Judged(check, Readings.as(MetricReading.Outcome.UNKNOWN, reading, why), failed, true);
        }
        return new Judged(
                check, check.onlyShown() ? Readings.as(reading.outcome(), reading, "dry run") : reading, failed, false);
    }

    boolean is(MetricReading.Outcome outcome) {
        return reading.outcome() == outcome;
    }
}
