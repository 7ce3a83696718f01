package dev.sluice.analyze.view;

import dev.sluice.events.value.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Moments and durations for people: in UTC, to the second. */
final class Times {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private Times() {}

    /** With its day unless that is the day of {@code from}. */
    static String moment(Instant at, Instant from) {
        boolean sameDay = at.truncatedTo(ChronoUnit.DAYS).equals(from.truncatedTo(ChronoUnit.DAYS));
        return sameDay ? CLOCK.format(at) : DAY.format(at);
    }

    static String day(Instant at) {
        return DAY.format(at) + " UTC";
    }

    /** Rounded down; what the services need for a switch or a verdict are milliseconds. */
    static String between(Instant one, Instant other) {
        Duration between = Duration.between(one, other);
        return Span.ofSeconds(Math.max(0, between.toSeconds())).toString();
    }
}
