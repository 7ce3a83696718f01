package dev.sluice.health.trouble;

import static dev.sluice.health.trouble.Expected.exactly;
import static dev.sluice.health.trouble.Row.Ending.HANGS;
import static dev.sluice.health.trouble.Row.Ending.LOCKED;
import static dev.sluice.health.trouble.Row.Ending.ONE_OF_THREE_GONE;
import static dev.sluice.health.trouble.Row.Ending.STAYS;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Span;
import dev.sluice.health.trouble.Expected.Failed;
import dev.sluice.health.trouble.Expected.MoreThan;
import dev.sluice.health.trouble.Expected.NoData;
import dev.sluice.health.trouble.Expected.NoRight;
import dev.sluice.health.trouble.Expected.Stale;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Applications in trouble whose pages are scraped directly. */
final class ScrapeRows {
    private static final Span MINUTE = Span.ofSeconds(60);
    private static final Reading MEMORY = new Reading.Gauge("memory");
    private static final Reading ERRORS = new Reading.Increase("errors_total", MINUTE);
    private static final Reading RATIO = new Reading.Ratio("errors_total", "requests_total", MINUTE);
    private static final Reading P95 = new Reading.Quantile("lat", 0.95, MINUTE);

    private ScrapeRows() {}

    private static Row row(
            Trouble trouble,
            String situation,
            Reading read,
            List<String> acts,
            Row.Ending ending,
            String well,
            Expected expected) {
        return new Row(trouble, Row.Kind.SCRAPE, situation, read, acts, ending, Condition.parse(well), expected);
    }

    private static String dated(String series, int seconds) {
        return series + " " + Instant.now().plusSeconds(seconds).toEpochMilli();
    }

    private static String histogram(String half, int one, int all) {
        return "lat_bucket{le=\"0.5\"} %s%nlat_bucket{le=\"1\"} %d%nlat_bucket{le=\"+Inf\"} %d"
                .formatted(half, one, all);
    }

    static Row well() {
        return row(Trouble.NO_DATA, "none: it is well", MEMORY, List.of("memory 1"), STAYS, "<= 5 count", exactly(1));
    }

    static List<Row> rows() {
        return Stream.of(noNumber(), infinite(), counters(), times(), unread())
                .flatMap(List::stream)
                .toList();
    }

    /** What is shown is no number. */
    private static List<Row> noNumber() {
        return List.of(
                row(
                        Trouble.NO_DATA,
                        "there is no such series",
                        MEMORY,
                        List.of("other 1"),
                        STAYS,
                        "<= 5 count",
                        new NoData("no series of memory fits")),
                row(
                        Trouble.NAN,
                        "a gauge shows NaN",
                        MEMORY,
                        List.of("memory NaN"),
                        STAYS,
                        "<= 5 count",
                        new NoData("the value is NaN")),
                row(
                        Trouble.NAN,
                        "a counter shows NaN",
                        RATIO,
                        List.of("requests_total 1\nerrors_total 0", "requests_total 9\nerrors_total NaN"),
                        STAYS,
                        "<= 5 count",
                        new Failed("errors_total counts nothing: it shows NaN")),
                row(
                        Trouble.NAN,
                        "a bucket shows NaN",
                        P95,
                        List.of(histogram("1", 1, 1), histogram("NaN", 9, 9)),
                        STAYS,
                        "<= 5 count",
                        new Failed("lat_bucket counts nothing: it shows NaN")));
    }

    /** What is shown has no end, or is one number too many. */
    private static List<Row> infinite() {
        return List.of(
                row(
                        Trouble.INFINITE,
                        "a gauge shows +Inf",
                        MEMORY,
                        List.of("memory +Inf"),
                        STAYS,
                        "<= 5 count",
                        new Failed("the value is +Inf")),
                row(
                        Trouble.INFINITE,
                        "the counter of requests shows +Inf, against which errors are nothing",
                        RATIO,
                        List.of("requests_total 1\nerrors_total 0", "requests_total +Inf\nerrors_total 7"),
                        STAYS,
                        "<= 5 count",
                        new Failed("requests_total counts nothing: it shows +Inf")),
                row(
                        Trouble.INFINITE,
                        "the quantile lies in the last bucket, above the breach",
                        P95,
                        List.of(histogram("1", 1, 1), histogram("1", 1, 101)),
                        STAYS,
                        "<= 0.5 count",
                        exactly(1)),
                row(
                        Trouble.INFINITE,
                        "the quantile lies in the last bucket, and the breach does too",
                        P95,
                        List.of(histogram("1", 1, 1), histogram("1", 1, 101)),
                        STAYS,
                        "<= 2 count",
                        new MoreThan(1)),
                row(
                        Trouble.SERIES_TOO_MANY,
                        "a page shows one series twice",
                        MEMORY,
                        List.of("memory 9\nmemory 1"),
                        STAYS,
                        "<= 5 count",
                        new Failed(
                                "line 2 of the page is no metric: memory stands there a second time with the same labels")));
    }

    /** What counters show that begin, begin again, or stand still. */
    private static List<Row> counters() {
        return List.of(
                row(
                        Trouble.COUNTER_RESET,
                        "7 errors before a restart, 3 after it",
                        ERRORS,
                        List.of("errors_total 100", "errors_total 107", "errors_total 3"),
                        STAYS,
                        "<= 8 count",
                        exactly(10)),
                row(
                        Trouble.COUNTER_BORN_AT_ONE,
                        "the first error of all",
                        ERRORS,
                        List.of("requests_total 5", "requests_total 9\nerrors_total 1"),
                        STAYS,
                        "<= 0 count",
                        exactly(1)),
                row(
                        Trouble.ZERO_TRAFFIC,
                        "a ratio without requests",
                        RATIO,
                        List.of("requests_total 5\nerrors_total 0"),
                        STAYS,
                        "<= 5 count",
                        new NoData("no growth of requests_total within")),
                row(
                        Trouble.ZERO_TRAFFIC,
                        "a quantile without requests",
                        P95,
                        List.of(histogram("1", 1, 1)),
                        STAYS,
                        "<= 5 count",
                        new NoData("nothing was observed within")));
    }

    /** What is shown is not of now. */
    private static List<Row> times() {
        return List.of(
                row(
                        Trouble.STALE_SERIES,
                        "the gauge is there no more",
                        MEMORY,
                        List.of("memory 1", "other 1"),
                        STAYS,
                        "<= 5 count",
                        new NoData("no series of memory fits")),
                row(
                        Trouble.STALE_SERIES,
                        "the counters are there no more, and the window has passed",
                        new Reading.Ratio("errors_total", "requests_total", Span.ofMillis(500)),
                        List.of("requests_total 1\nerrors_total 0", "requests_total 5\nerrors_total 0", "other 1"),
                        STAYS,
                        "<= 5 count",
                        new NoData("no series of requests_total fits")),
                row(
                        Trouble.STALE_SERIES,
                        "the newest page is older than the plan allows",
                        MEMORY,
                        List.of("memory 1"),
                        HANGS,
                        "<= 5 count",
                        new Stale("the newest scrape is")),
                row(
                        Trouble.CLOCK_SKEW,
                        "the application's clock is 3 minutes behind: a scrape speaks of now",
                        MEMORY,
                        List.of(dated("memory 9", -180)),
                        STAYS,
                        "<= 5 count",
                        exactly(9)),
                row(
                        Trouble.CLOCK_SKEW,
                        "the application's clock is 3 minutes ahead: a scrape speaks of now",
                        MEMORY,
                        List.of(dated("memory 9", 180)),
                        STAYS,
                        "<= 5 count",
                        exactly(9)));
    }

    /** What can't be read, or not all of it. */
    private static List<Row> unread() {
        return List.of(
                row(
                        Trouble.PARTIAL_OUTAGE,
                        "one of three ended",
                        RATIO,
                        List.of("requests_total 1\nerrors_total 0", "requests_total 9\nerrors_total 0"),
                        ONE_OF_THREE_GONE,
                        "<= 5 count",
                        new Failed("connection refused")),
                row(
                        Trouble.SLOW_SOURCE,
                        "the application takes the request and does not answer",
                        MEMORY,
                        List.of(),
                        HANGS,
                        "<= 5 count",
                        new Failed("no answer within")),
                row(
                        Trouble.WRONG_CREDENTIALS,
                        "the application lets nobody read",
                        MEMORY,
                        List.of("memory 1"),
                        LOCKED,
                        "<= 5 count",
                        new NoRight("no right to read: answered 401")));
    }
}
