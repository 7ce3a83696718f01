package dev.sluice.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as people write it, with units: {@code 30m}, {@code 1h30m}, {@code 500ms}, {@code 7d}. At most ten years, never negative. */
public record Span(Duration duration) implements Comparable<Span> {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,9}(ms|s|m|h|d)){1,5}");
    private static final Duration LONGEST = Duration.ofDays(3650);

    public Span {
        Require.that(!duration.isNegative(), "", "expected a duration of zero or more");
        Require.that(duration.compareTo(LONGEST) <= 0, "", "expected a duration of at most 3650d");
    }

    @JsonCreator
    public static Span parse(String text) {
        Require.matching("", text, WHOLE, "a duration with its unit such as 30s, 500ms, 1h30m");
        Duration total = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            total = total.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        }
        return new Span(total);
    }

    public static Span ofMillis(long millis) {
        return new Span(Duration.ofMillis(millis));
    }

    public static Span ofSeconds(long seconds) {
        return new Span(Duration.ofSeconds(seconds));
    }

    public static Span ofMinutes(long minutes) {
        return new Span(Duration.ofMinutes(minutes));
    }

    public static Span ofDays(long days) {
        return new Span(Duration.ofDays(days));
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    public long millis() {
        return duration.toMillis();
    }

    /** This span shortened by a factor, to whole milliseconds, at least one. */
    public Span dividedBy(double factor) {
        return ofMillis(Math.max(1, Math.round(millis() / factor)));
    }

    @Override
    public int compareTo(Span other) {
        return duration.compareTo(other.duration);
    }

    @Override
    @JsonValue
    public String toString() {
        if (duration.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        part(text, duration.toDaysPart(), "d");
        part(text, duration.toHoursPart(), "h");
        part(text, duration.toMinutesPart(), "m");
        part(text, duration.toSecondsPart(), "s");
        part(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void part(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
