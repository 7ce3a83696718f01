package dev.sluice.health.trouble;

import static dev.sluice.health.trouble.Expected.exactly;
import static dev.sluice.health.trouble.Row.Ending.GONE;
import static dev.sluice.health.trouble.Row.Ending.LOCKED;
import static dev.sluice.health.trouble.Row.Ending.ONE_OF_THREE_GONE;
import static dev.sluice.health.trouble.Row.Ending.SOURCE_HANGS;
import static dev.sluice.health.trouble.Row.Ending.SOURCE_LOCKED;
import static dev.sluice.health.trouble.Row.Ending.STAYS;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Condition;
import dev.sluice.health.trouble.Expected.Failed;
import dev.sluice.health.trouble.Expected.NoData;
import dev.sluice.health.trouble.Expected.NoRight;
import dev.sluice.health.trouble.Expected.Number;
import dev.sluice.health.trouble.Expected.Stale;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A real Prometheus in trouble, or what it scrapes. */
final class PrometheusRows {
    private static final String MEMORY = "max(memory{job=\"$\"})";
    private static final String RATIO =
            "sum(increase(errors_total{job=\"$\"}[1m])) / sum(increase(requests_total{job=\"$\"}[1m]))";
    private static final String P95 = "histogram_quantile(0.95, sum by (le) (rate(lat_bucket{job=\"$\"}[1m])))";
    /** increase() begins at the first sample that there is; what a counter was born with has to be added. */
    private static final String WITH_BIRTHS = "sum(increase(errors_total{job=\"$\"}[1m])) + (sum(min_over_time("
            + "errors_total{job=\"$\"}[1m]) unless errors_total{job=\"$\"} offset 1m) or vector(0))";

    private PrometheusRows() {}

    private static Row row(
            Trouble trouble,
            String situation,
            String query,
            List<String> acts,
            Row.Ending ending,
            String well,
            Expected expected) {
        return new Row(
                trouble,
                Row.Kind.PROMETHEUS,
                situation,
                new Reading.Promql(query),
                acts.stream().map(act -> act + "\n").toList(),
                ending,
                Condition.parse(well),
                expected);
    }

    /** A sample with the time of an application's clock that is so many seconds off. */
    private static String dated(String series, int seconds) {
        return series + " " + Instant.now().plusSeconds(seconds).toEpochMilli();
    }

    private static String histogram(int half, int one, int all) {
        return "lat_bucket{le=\"0.5\"} %d%nlat_bucket{le=\"1\"} %d%nlat_bucket{le=\"+Inf\"} %d"
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
                        new NoData("the query gives no series")),
                row(
                        Trouble.NO_DATA,
                        "the series of errors was never born",
                        RATIO,
                        List.of("requests_total 5", "requests_total 9"),
                        STAYS,
                        "<= 5 count",
                        new NoData("the query gives no series")),
                row(
                        Trouble.NAN,
                        "a gauge shows NaN",
                        MEMORY,
                        List.of("memory NaN"),
                        STAYS,
                        "<= 5 count",
                        new NoData("the value is NaN")));
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
                        "errors are counted and requests are not",
                        RATIO,
                        List.of("requests_total 5\nerrors_total 1", "requests_total 5\nerrors_total 3"),
                        STAYS,
                        "<= 5 count",
                        new Failed("the value is +Inf")),
                row(
                        Trouble.INFINITE,
                        "the quantile lies in the last bucket: Prometheus gives the bound below it",
                        P95,
                        List.of(histogram(1, 1, 1), histogram(1, 1, 101)),
                        STAYS,
                        "<= 0.5 count",
                        exactly(1)),
                row(
                        Trouble.SERIES_TOO_MANY,
                        "two series where one was meant",
                        "memory{job=\"$\"}",
                        List.of("memory{a=\"1\"} 1\nmemory{a=\"2\"} 9"),
                        STAYS,
                        "<= 5 count",
                        new Failed("several series: expected one, found 2")));
    }

    /** What counters show that begin, begin again, or stand still. */
    private static List<Row> counters() {
        return List.of(
                row(
                        Trouble.COUNTER_RESET,
                        "7 errors before a restart, 3 after it; increase() extrapolates",
                        "sum(increase(errors_total{job=\"$\"}[1m]))",
                        List.of("errors_total 100", "errors_total 107", "errors_total 3"),
                        STAYS,
                        "<= 8 count",
                        new Number(10, 15)),
                row(
                        Trouble.COUNTER_BORN_AT_ONE,
                        "the first error of all, with what was born added",
                        WITH_BIRTHS,
                        List.of("requests_total 5", "requests_total 9\nerrors_total 1"),
                        STAYS,
                        "<= 0 count",
                        exactly(1)),
                row(
                        Trouble.ZERO_TRAFFIC,
                        "a ratio without requests",
                        RATIO,
                        List.of("requests_total 5\nerrors_total 0", "requests_total 5\nerrors_total 0"),
                        STAYS,
                        "<= 5 count",
                        new NoData("the value is NaN")),
                row(
                        Trouble.ZERO_TRAFFIC,
                        "a quantile without requests",
                        P95,
                        List.of(histogram(1, 1, 1), histogram(1, 1, 1)),
                        STAYS,
                        "<= 5 count",
                        new NoData("the value is NaN")));
    }

    /** What is shown is not of now. */
    private static List<Row> times() {
        return List.of(
                row(
                        Trouble.STALE_SERIES,
                        "the application ended, and the window is still full",
                        "max_over_time(memory{job=\"$\"}[1m])",
                        List.of("memory 1"),
                        GONE,
                        "<= 5 count",
                        new Stale("no raw sample within its lookback")),
                row(
                        Trouble.STALE_SERIES,
                        "an exporter shows an old sample for ever",
                        MEMORY,
                        List.of(dated("memory 1", -30)),
                        STAYS,
                        "<= 5 count",
                        new Stale("the newest raw sample is")),
                row(
                        Trouble.CLOCK_SKEW,
                        "the application's clock is 3 minutes behind",
                        MEMORY,
                        List.of(dated("memory 1", -180)),
                        STAYS,
                        "<= 5 count",
                        new Stale("the newest raw sample is")),
                row(
                        Trouble.CLOCK_SKEW,
                        "the application's clock is 3 minutes ahead",
                        MEMORY,
                        List.of(dated("memory 1", 180)),
                        STAYS,
                        "<= 5 count",
                        new NoData("the query gives no series")));
    }

    /** What can't be read, or not all of it. */
    private static List<Row> unread() {
        return List.of(
                row(
                        Trouble.PARTIAL_OUTAGE,
                        "one of three ended: asked for with min(up)",
                        "min(up{job=\"$\"})",
                        List.of("memory 1"),
                        ONE_OF_THREE_GONE,
                        ">= 1 count",
                        exactly(0)),
                row(
                        Trouble.SLOW_SOURCE,
                        "Prometheus takes the query and does not answer",
                        "1",
                        List.of(),
                        SOURCE_HANGS,
                        ">= 1 count",
                        new Failed("no answer within")),
                row(
                        Trouble.WRONG_CREDENTIALS,
                        "Prometheus does not know the password",
                        MEMORY,
                        List.of("memory 1"),
                        SOURCE_LOCKED,
                        "<= 5 count",
                        new NoRight("no right to read: answered 401")),
                row(
                        Trouble.WRONG_CREDENTIALS,
                        "the application lets Prometheus scrape no more",
                        MEMORY,
                        List.of("memory 1"),
                        LOCKED,
                        "<= 5 count",
                        new NoData("the query gives no series")));
    }
}
