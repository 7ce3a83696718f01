package dev.sluice.health.trouble;

import static dev.sluice.health.trouble.Expected.exactly;
import static dev.sluice.health.trouble.Row.Ending.HANGS;
import static dev.sluice.health.trouble.Row.Ending.LOCKED;
import static dev.sluice.health.trouble.Row.Ending.ONE_OF_THREE_GONE;
import static dev.sluice.health.trouble.Row.Ending.STAYS;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Condition;
import dev.sluice.health.trouble.Expected.Failed;
import dev.sluice.health.trouble.Expected.NoData;
import dev.sluice.health.trouble.Expected.NoRight;
import dev.sluice.health.trouble.Expected.Stale;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** JSON that is asked for, and samples that are pushed: neither has counters or series of its own. */
final class OtherRows {
    private static final Reading STATUS = new Reading.Status();

    private OtherRows() {}

    private static Reading path(String path) {
        return new Reading.Json(path, Optional.empty(), Reading.Together.HIGHEST);
    }

    private static Row json(
            Trouble trouble, String situation, Reading read, String body, Row.Ending ending, Expected expected) {
        String well = read.equals(STATUS) ? ">= 1 count" : "<= 5 count";
        return new Row(trouble, Row.Kind.JSON, situation, read, List.of(body), ending, Condition.parse(well), expected);
    }

    private static Row pushed(Trouble trouble, String situation, Expected expected, String... acts) {
        return new Row(
                trouble,
                Row.Kind.PUSHED,
                situation,
                new Reading.Sample(),
                List.of(acts),
                STAYS,
                Condition.parse("<= 5 count"),
                expected);
    }

    static List<Row> well() {
        return List.of(
                json(Trouble.NO_DATA, "none: it is well", path("$.used"), "{\"used\": 1}", STAYS, exactly(1)),
                json(Trouble.NO_DATA, "none: it answers", STATUS, "{}", STAYS, exactly(1)),
                pushed(Trouble.NO_DATA, "none: it is well", exactly(1), "push 1 count at -3"));
    }

    static List<Row> json() {
        return Stream.of(jsonShown(), jsonUnread()).flatMap(List::stream).toList();
    }

    /** What is shown is not the one number that was meant. */
    private static List<Row> jsonShown() {
        return List.of(
                json(
                        Trouble.NO_DATA,
                        "there is no such member",
                        path("$.used"),
                        "{}",
                        STAYS,
                        new NoData("matches nothing")),
                json(
                        Trouble.NAN,
                        "a number is null",
                        path("$.used"),
                        "{\"used\": null}",
                        STAYS,
                        new NoData("is null or not there")),
                json(
                        Trouble.NAN,
                        "a number is NaN, which JSON does not have",
                        path("$.used"),
                        "{\"used\": NaN}",
                        STAYS,
                        new Failed("the answer is no JSON")),
                json(
                        Trouble.INFINITE,
                        "a number is larger than any",
                        path("$.used"),
                        "{\"used\": 1e999}",
                        STAYS,
                        new Failed("the value is +Inf")),
                json(
                        Trouble.SERIES_TOO_MANY,
                        "two members where one was meant",
                        path("$.pools[*].used"),
                        "{\"pools\": [{\"used\": 1}, {\"used\": 9}]}",
                        STAYS,
                        new Failed("expected one match, found 2")),
                json(
                        Trouble.ZERO_TRAFFIC,
                        "the application has no ratio of nothing",
                        path("$.errorRate"),
                        "{\"requests\": 0, \"errorRate\": null}",
                        STAYS,
                        new NoData("is null or not there")),
                json(
                        Trouble.CLOCK_SKEW,
                        "the application's clock is wrong: an answer speaks of now",
                        path("$.used"),
                        "{\"used\": 9, \"timestamp\": \"2001-01-01T00:00:00Z\"}",
                        STAYS,
                        exactly(9)));
    }

    /** What can't be read, or not all of it. */
    private static List<Row> jsonUnread() {
        return List.of(
                json(
                        Trouble.PARTIAL_OUTAGE,
                        "one of three ended",
                        path("$.used"),
                        "{\"used\": 1}",
                        ONE_OF_THREE_GONE,
                        new Failed("connection refused")),
                json(Trouble.PARTIAL_OUTAGE, "one of three ended", STATUS, "{}", ONE_OF_THREE_GONE, exactly(0)),
                json(
                        Trouble.SLOW_SOURCE,
                        "the application does not answer",
                        path("$.used"),
                        "{\"used\": 1}",
                        HANGS,
                        new Failed("no answer within")),
                json(Trouble.SLOW_SOURCE, "the application does not answer", STATUS, "{}", HANGS, exactly(0)),
                json(
                        Trouble.WRONG_CREDENTIALS,
                        "the application lets nobody read",
                        path("$.used"),
                        "{\"used\": 1}",
                        LOCKED,
                        new NoRight("answered 401")),
                json(
                        Trouble.WRONG_CREDENTIALS,
                        "the application lets nobody read",
                        STATUS,
                        "{}",
                        LOCKED,
                        new NoRight("answered 401")));
    }

    static List<Row> pushed() {
        return List.of(
                pushed(Trouble.NO_DATA, "nothing has arrived", new Stale("no sample of version 5.1 has arrived")),
                pushed(
                        Trouble.NAN,
                        "what is pushed is no number",
                        new Stale("no sample of version 5.1 has arrived"),
                        "push NaN count at 0"),
                pushed(
                        Trouble.INFINITE,
                        "what is pushed is no finite number",
                        new Stale("no sample of version 5.1 has arrived"),
                        "push +Inf count at 0"),
                pushed(
                        Trouble.STALE_SERIES,
                        "the application fell silent",
                        new Stale("the newest sample was measured 11000ms ago"),
                        "push 1 count at 0",
                        "pass 11"),
                pushed(
                        Trouble.CLOCK_SKEW,
                        "the application's clock is 3 minutes behind",
                        new Stale("the newest sample was measured 180000ms ago"),
                        "push 1 count at -180"),
                pushed(
                        Trouble.CLOCK_SKEW,
                        "the application's clock is 3 minutes ahead",
                        new Stale("no sample of version 5.1 has arrived"),
                        "push 1 count at 180"),
                pushed(
                        Trouble.CLOCK_SKEW,
                        "the clock of an application that fell silent is 50 seconds ahead",
                        new Stale("the newest sample arrived 11000ms ago"),
                        "push 1 count at 50",
                        "pass 11"));
    }
}
