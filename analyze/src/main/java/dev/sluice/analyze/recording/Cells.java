package dev.sluice.analyze.recording;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.value.Quantity;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What stands in one cell. */
public final class Cells {
    private static final Pattern BARE = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}(\\.\\d{1,9})?");
    private static final Set<String> NO_NUMBER = Set.of("", "nan", "null");
    private static final Set<String> INFINITE = Set.of("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

    private Cells() {}

    /** A moment: ISO 8601 with its offset, or seconds since 1970. */
    public static Instant moment(String text) {
        if (SECONDS.matcher(text).matches()) {
            BigDecimal seconds = new BigDecimal(text);
            return Instant.ofEpochSecond(0, seconds.movePointRight(9).longValue());
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    "",
                    "expected a time such as 2026-03-01T12:00:00Z, or seconds since 1970, found "
                            + Refusal.shown(text));
        }
    }

    /** In the metric's unit, in which a bare number is taken to be; NaN for what is no number there, infinities as they are. */
    static double number(Metric metric, String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (NO_NUMBER.contains(word)) {
            return Double.NaN;
        }
        if (INFINITE.contains(word)) {
            return word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (BARE.matcher(text).matches()) {
            return Double.parseDouble(text);
        }
        if (Columns.counts(metric)) {
            throw new Refusal("", "expected a count, a number without a unit, found " + Refusal.shown(text));
        }
        Quantity quantity = Quantity.parse(text);
        Require.that(
                quantity.unit().dimension() == metric.unit().dimension(),
                "",
                "expected a number in " + metric.unit().symbol() + " or a unit of the same kind, found "
                        + Refusal.shown(text));
        return metric.unit().fromBase(quantity.base());
    }
}
