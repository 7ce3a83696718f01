package dev.sluice.cli.view;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.value.Requester;
import dev.sluice.events.wire.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How small things are written for people. */
public final class Words {
    private Words() {}

    /** {@code alice: too many errors}, or only the name when no reason was given. */
    static String by(Requester by) {
        return by.reason().isEmpty() ? by.who() : by.who() + ": " + by.reason();
    }

    /** {@code 850us}, {@code 1.4ms}, {@code 2.3s}. */
    static String micros(long micros) {
        if (micros < 1_000) {
            return micros + "us";
        }
        return micros < 1_000_000
                ? String.format(Locale.ROOT, "%.1fms", micros / 1e3)
                : String.format(Locale.ROOT, "%.1fs", micros / 1e6);
    }

    /** A constant as it is written on the wire: {@code BREACH_UNANSWERED} is {@code breach-unanswered}. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whole seconds, below ten seconds tenths: {@code 0.4s}, {@code 12s}, {@code 1m5s}, {@code 2h3m}. */
    public static String duration(Duration duration) {
        Duration shown = duration.isNegative() ? Duration.ZERO : duration;
        if (shown.toMillis() < 10_000) {
            return String.format(Locale.ROOT, "%.1fs", shown.toMillis() / 1000.0);
        }
        if (shown.toMinutes() < 1) {
            return shown.toSeconds() + "s";
        }
        return shown.toHours() < 1
                ? shown.toMinutes() + "m" + shown.toSecondsPart() + "s"
                : shown.toHours() + "h" + shown.toMinutesPart() + "m";
    }

    /** A field that holds a time. */
    public static Optional<Instant> time(JsonNode holder, String field) {
        try {
            return Optional.of(Instant.parse(holder.path(field).asText("")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A metric as it was judged, in a sentence; its name alone where a later version wrote what this one can't read. */
    static String reading(JsonNode reading) {
        try {
            return Json.WIRE.treeToValue(reading, MetricReading.class).sentence();
        } catch (JacksonException e) {
            return text(reading, "metric");
        }
    }

    /** A field's text; the empty text when it is absent or null. */
    public static String text(JsonNode holder, String field) {
        JsonNode value = holder.path(field);
        return value.isNull() ? "" : value.asText("");
    }
}
