package dev.sluice.demo.story;

import dev.sluice.events.journal.MetricReading;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Figures as people read them, always with their unit. */
final class Words {
    private static final long MILLIS_ENOUGH = 10_000;

    private Words() {}

    /** {@code 12.3 s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /** {@code 312 ms}, or seconds from 10 s on. */
    static String millis(Duration duration) {
        return duration.abs().toMillis() < MILLIS_ENOUGH ? duration.toMillis() + " ms" : seconds(duration);
    }

    /** {@code 5.0%}. */
    static String percent(double percent) {
        return String.format(Locale.ROOT, "%.1f%%", percent);
    }

    /** {@code error-rate 0%}: ratios as percentages, small times in milliseconds. */
    static String reading(MetricReading reading) {
        if (reading.value().isEmpty()) {
            return reading.metric() + " no data";
        }
        double value = reading.value().getAsDouble();
        String figure =
                switch (reading.unit()) {
                    case "ratio" -> number(100 * value) + "%";
                    case "s" -> number(1000 * value) + " ms";
                    case "%" -> number(value) + "%";
                    default -> number(value) + " " + reading.unit();
                };
        return reading.metric() + " " + figure;
    }

    private static String number(double value) {
        String plain = new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
        return plain.equals("-0") ? "0" : plain;
    }
}
