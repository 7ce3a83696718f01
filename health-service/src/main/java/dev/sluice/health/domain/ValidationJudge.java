package dev.sluice.health.domain;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.value.Name;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Judges one evaluation of a stage's checks after the other. */
public final class ValidationJudge {
    private ValidationJudge() {}

    /** Healthy only when all held, unhealthy when one was seen not to hold, unknown otherwise. */
    public static Verdict verdict(List<MetricReading> readings) {
        if (readings.stream().anyMatch(reading -> reading.outcome() == Outcome.NOT_HELD)) {
            return Verdict.UNHEALTHY;
        }
        boolean held = readings.stream().allMatch(reading -> reading.outcome() == Outcome.HELD);
        return held && !readings.isEmpty() ? Verdict.HEALTHY : Verdict.UNKNOWN;
    }

    /**
     * What is known after one more evaluation. An unknown one ends no run of failures and adds none to it; a failed one
     * adds to it only if a sample that failed is another than the last that was counted.
     *
     * @param dueMet whether the evaluation began at or after the stage's due time
     */
    public static ValidationMemory judge(ValidationMemory before, List<MetricReading> readings, boolean dueMet) {
        Verdict verdict = verdict(readings);
        return switch (verdict) {
            case HEALTHY ->
                new ValidationMemory(
                        before.of(),
                        verdict,
                        dueMet,
                        false,
                        before.run(),
                        0,
                        ValidationMemory.Told.NOTHING,
                        Map.of(),
                        readings);
            case UNHEALTHY -> failed(before, readings);
            case UNKNOWN ->
                new ValidationMemory(
                        before.of(),
                        verdict,
                        false,
                        before.failing(),
                        before.run(),
                        before.failures(),
                        before.told(),
                        before.counted(),
                        before.failing() ? before.readings() : readings);
        };
    }

    private static ValidationMemory failed(ValidationMemory before, List<MetricReading> readings) {
        Map<Name, Instant> failing = new HashMap<>();
        readings.stream()
                .filter(reading -> reading.outcome() == Outcome.NOT_HELD)
                .forEach(reading -> reading.sampledAt().ifPresent(at -> failing.put(reading.metric(), at)));
        boolean distinct = failing.entrySet().stream()
                .anyMatch(entry -> !entry.getValue().equals(before.counted().get(entry.getKey())));
        Map<Name, Instant> counted = new HashMap<>(before.counted());
        counted.putAll(failing);
        return new ValidationMemory(
                before.of(),
                Verdict.UNHEALTHY,
                false,
                true,
                before.failing() ? before.run() : before.run() + 1,
                before.failures() + (distinct ? 1 : 0),
                before.told(),
                Map.copyOf(counted),
                readings);
    }
}
