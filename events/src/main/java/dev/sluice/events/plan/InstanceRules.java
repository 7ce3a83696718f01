package dev.sluice.events.plan;

import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Require;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Of several instances the one that is worst must be the one that is judged. */
final class InstanceRules {
    private InstanceRules() {}

    static void check(String field, @Nullable Metric metric, Check check) {
        boolean low = below(check.expect());
        refuse(field, metric, low, !low);
    }

    static void check(String field, @Nullable Metric metric, Trigger trigger) {
        boolean low = below(trigger.when());
        refuse(field, metric, !low, low);
    }

    /** Whether what lies below the bound fulfils it. Zero, where it is the bound itself, is the lowest that there is. */
    private static boolean below(Condition condition) {
        return switch (condition.comparison()) {
            case BELOW, AT_MOST -> true;
            case ABOVE, AT_LEAST -> false;
            case EQUAL -> condition.bound().value() == 0;
        };
    }

    private static void refuse(String field, @Nullable Metric metric, boolean highIsBad, boolean lowIsBad) {
        if (metric == null) {
            return;
        }
        Optional<Reading.Together> together = together(metric.read());
        String where =
                switch (metric.read()) {
                    case Reading.Json json -> "read.of";
                    case Reading.Versus versus -> "read.read.instances";
                    default -> "read.instances";
                };
        Require.that(
                !(lowIsBad && together.equals(Optional.of(Reading.Together.HIGHEST))),
                field,
                "expected a metric of the lowest instance or of their sum (" + where
                        + ": lowest): the highest hides one that is too low");
        Require.that(
                !(highIsBad && together.equals(Optional.of(Reading.Together.LOWEST))),
                field,
                "expected a metric of the highest instance or of their sum (" + where
                        + ": highest): the lowest hides one that is too high");
    }

    private static Optional<Reading.Together> together(Reading reading) {
        return switch (reading) {
            case Reading.Gauge gauge -> Optional.of(gauge.instances());
            case Reading.Share share -> Optional.of(share.instances());
            case Reading.Json json -> Optional.of(json.of());
            case Reading.Versus versus -> together(versus.read());
            case Reading.Promql promql -> Optional.empty();
            case Reading.Rate rate -> Optional.empty();
            case Reading.Increase increase -> Optional.empty();
            case Reading.Ratio ratio -> Optional.empty();
            case Reading.Quantile quantile -> Optional.empty();
            case Reading.Comparison comparison -> Optional.empty();
            case Reading.Status status -> Optional.empty();
            case Reading.Sample sample -> Optional.empty();
            case Reading.Surroundings asked -> Optional.empty();
        };
    }
}
