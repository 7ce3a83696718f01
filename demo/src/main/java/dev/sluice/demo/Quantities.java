package dev.sluice.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads quantities that carry their unit. A bare number is refused with {@link InvalidInput}, because {@code 0.5} may
 * mean half a percent or a half.
 */
public final class Quantities {
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(us|ms|s|m)");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Quantities() {}

    /** The fraction, 0 to 1, that a percentage such as {@code "20%"} means. */
    public static double share(String field, String text) {
        Matcher matcher = SHARE.matcher(text);
        if (!matcher.matches() || new BigDecimal(matcher.group(1)).compareTo(HUNDRED) > 0) {
            throw new InvalidInput(
                    field, "expected a percentage from 0% to 100%, such as \"20%\", got \"" + text + "\"");
        }
        return new BigDecimal(matcher.group(1)).divide(HUNDRED).doubleValue();
    }

    /** A time such as {@code "50ms"}, {@code "1.5s"}, {@code "200us"} or {@code "2m"}. */
    public static Duration time(String field, String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInput(
                    field, "expected a time with its unit, such as \"50ms\" or \"2s\", got \"" + text + "\"");
        }
        BigDecimal nanosPerUnit = BigDecimal.valueOf(
                switch (matcher.group(2)) {
                    case "us" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    default -> 60_000_000_000L;
                });
        return Duration.ofNanos(
                new BigDecimal(matcher.group(1)).multiply(nanosPerUnit).longValue());
    }

    /** The percentage of a fraction, written as {@link #share} reads it. */
    public static String percent(double share) {
        return BigDecimal.valueOf(share).multiply(HUNDRED).stripTrailingZeros().toPlainString() + "%";
    }

    /** A duration in the largest unit that is exact, written as {@link #time} reads it. */
    public static String time(Duration duration) {
        long micros = duration.toNanos() / 1_000;
        if (micros % 1_000 != 0) {
            return micros + "us";
        }
        long millis = micros / 1_000;
        return millis % 1_000 == 0 && millis > 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
