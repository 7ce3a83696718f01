package dev.sluice.health.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Eventually;
import dev.sluice.health.Page;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts.Side;
import dev.sluice.health.port.MetricSource;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both versions' pages, read over HTTP. */
class CountingTest {
    private static final Name SOURCE = new Name("app");
    private static final Metric ERRORS = metric(new Reading.Comparison(
            "requests_total{status=~\"5..\"}", Optional.of("requests_total"), Optional.empty(), 1.2));
    private static final Metric SLOW =
            metric(new Reading.Comparison("lat", Optional.empty(), Optional.of(Span.ofMillis(500)), 1.2));
    private final HttpClient client = HttpClient.newHttpClient();
    private final Scrapers scrapers = new Scrapers(new Calls(client), InstantSource.system());
    private final Page candidate = new Page();
    private final Page stable = new Page();

    private static Metric metric(Reading reading) {
        return new Metric(new Name("m"), SOURCE, Unit.RATIO, reading);
    }

    private MetricSource open(Metric metric) {
        Source.Scrape source = new Source.Scrape(
                SOURCE,
                List.of(candidate.url()),
                List.of(stable.url()),
                Span.ofMillis(100),
                Span.ofMillis(300),
                Span.ofSeconds(5));
        return scrapers.open(source, List.of(metric));
    }

    private static Sample ask(MetricSource source, Metric metric) {
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        source.sample(List.of(metric), given -> answer.complete(given.sample()));
        return answer.orTimeout(5, TimeUnit.SECONDS).join();
    }

    private static void awaitCounts(MetricSource source, Metric metric, Side candidate, Optional<Side> stable) {
        Eventually.until(
                candidate + " and " + stable,
                () -> ask(source, metric) instanceof Sample.Counts counts
                        && counts.candidate().equals(candidate)
                        && counts.stable()
                                .map(all -> new Side(all.after(), all.requests()))
                                .equals(stable));
    }

    private static String requests(int good, int bad) {
        return "requests_total{status=\"200\"} " + good + "\nrequests_total{status=\"500\"} " + bad + "\n";
    }

    @AfterEach
    void close() {
        scrapers.close();
        candidate.close();
        stable.close();
        client.close();
    }

    @Test
    void countsWhatCameSinceTheFirstScrape() {
        candidate.shows(requests(1_000, 100));
        stable.shows(requests(9_000, 9));
        try (MetricSource opened = open(ERRORS)) {
            awaitCounts(opened, ERRORS, new Side(0, 0), Optional.of(new Side(0, 0)));

            candidate.shows(requests(1_010, 102));
            stable.shows(requests(9_090, 10));

            awaitCounts(opened, ERRORS, new Side(2, 12), Optional.of(new Side(1, 91)));
        }
    }

    @Test
    void aCounterThatBeganAgainAndOneThatIsBornGoOnFromZero() {
        candidate.shows("requests_total{status=\"200\"} 1000\n");
        stable.shows(requests(50, 5));
        try (MetricSource opened = open(ERRORS)) {
            awaitCounts(opened, ERRORS, new Side(0, 0), Optional.of(new Side(0, 0)));

            candidate.shows(requests(1_000, 1));
            awaitCounts(opened, ERRORS, new Side(1, 1), Optional.of(new Side(0, 0)));
            candidate.shows(requests(7, 2));
            stable.shows(requests(3, 0));

            awaitCounts(opened, ERRORS, new Side(2, 9), Optional.of(new Side(0, 3)));
        }
    }

    private static String histogram(int fast, int half, int second, int all) {
        return """
                lat_bucket{le="0.1"} %d
                lat_bucket{le="0.5"} %d
                lat_bucket{le="1.0"} %d
                lat_bucket{le="+Inf"} %d
                """.formatted(fast, half, second, all);
    }

    @Test
    void slowRequestsAreThoseAboveTheBound() {
        candidate.shows(histogram(0, 0, 0, 0));
        stable.shows(histogram(0, 0, 0, 0));
        try (MetricSource opened = open(SLOW)) {
            awaitCounts(opened, SLOW, new Side(0, 0), Optional.of(new Side(0, 0)));

            candidate.shows(histogram(50, 80, 90, 100));
            stable.shows(histogram(900, 990, 999, 1_000));

            awaitCounts(opened, SLOW, new Side(20, 100), Optional.of(new Side(10, 1_000)));
        }
    }

    @Test
    void aBoundBetweenTwoBucketsIsTheHigherOne() {
        Metric between = metric(new Reading.Comparison("lat", Optional.empty(), Optional.of(Span.ofMillis(600)), 1.2));
        candidate.shows(histogram(0, 0, 0, 0));
        stable.shows(histogram(0, 0, 0, 0));
        try (MetricSource opened = open(between)) {
            awaitCounts(opened, between, new Side(0, 0), Optional.of(new Side(0, 0)));

            candidate.shows(histogram(50, 80, 90, 100));

            awaitCounts(opened, between, new Side(10, 100), Optional.of(new Side(0, 0)));
        }
    }

    @Test
    void theBoundIsOneThatBothVersionsHave() {
        candidate.shows(histogram(0, 0, 0, 0));
        stable.shows("lat_bucket{le=\"1.0\"} 0\nlat_bucket{le=\"+Inf\"} 0\n");
        try (MetricSource opened = open(SLOW)) {
            awaitCounts(opened, SLOW, new Side(0, 0), Optional.of(new Side(0, 0)));

            candidate.shows(histogram(50, 80, 90, 100));
            stable.shows("lat_bucket{le=\"1.0\"} 9\nlat_bucket{le=\"+Inf\"} 10\n");

            awaitCounts(opened, SLOW, new Side(10, 100), Optional.of(new Side(1, 10)));

            stable.shows("lat_bucket{le=\"0.1\"} 9\nlat_bucket{le=\"+Inf\"} 10\n");
            Sample none = new Sample.Failed(
                    "expected a bucket of lat_bucket with a bound of 500ms or more that every instance has");
            Eventually.until(
                    "it is said that there is none", () -> ask(opened, SLOW).equals(none));
        }
    }

    @Test
    void whatIsNoCountIsAsGoodAsAbsent() {
        candidate.shows(requests(1_000, 100) + "requests_total{status=\"501\"} NaN\n");
        stable.shows(requests(9_000, 9) + "requests_total{status=\"501\"} -3\n");
        try (MetricSource opened = open(ERRORS)) {
            awaitCounts(opened, ERRORS, new Side(0, 0), Optional.of(new Side(0, 0)));

            candidate.shows(requests(1_001, 100) + "requests_total{status=\"501\"} +Inf\n");
            stable.shows(requests(9_001, 9) + "requests_total{status=\"501\"} 1\n");

            awaitCounts(opened, ERRORS, new Side(0, 1), Optional.of(new Side(1, 2)));
        }
    }

    @Test
    void aStableThatCantBeReadIsLeftOut() {
        candidate.shows(requests(1_000, 100));
        stable.answers(503);
        try (MetricSource opened = open(ERRORS)) {
            awaitCounts(opened, ERRORS, new Side(0, 0), Optional.empty());
        }
    }

    @Test
    void aCandidateThatCantBeReadIsUnknown() {
        candidate.answers(503);
        stable.shows(requests(9_000, 9));
        try (MetricSource opened = open(ERRORS)) {
            Sample expected = new Sample.Failed("answered 503").at(candidate.url());
            Eventually.until("it is said why", () -> ask(opened, ERRORS).equals(expected));
        }
    }

    @Test
    void aNumberIsReadOfBoth() {
        Metric memory = metric(new Reading.Versus(Reading.Versus.As.RATIO, new Reading.Gauge("memory")));
        candidate.shows("memory 30\n");
        stable.shows("memory 20\n");
        try (MetricSource opened = open(memory)) {
            Eventually.until(
                    "30 and 20",
                    () -> ask(opened, memory) instanceof Sample.Pair pair
                            && pair.candidate().value() == 30
                            && pair.stable()
                                    .filter(value -> value.value() == 20)
                                    .isPresent());
            stable.shows("other 1\n");
            Eventually.until(
                    "stable has none",
                    () -> ask(opened, memory) instanceof Sample.Pair pair
                            && pair.stable().isEmpty());
            candidate.shows("other 1\n");
            Eventually.until("nor has the candidate", () -> ask(opened, memory) instanceof Sample.NoData);
        }
    }

    private static void show(Instance instance, int second, Set<String> kept) {
        long nanos = Duration.ofSeconds(second).toNanos();
        instance.read(
                new Scrape(Instant.EPOCH.plusSeconds(second), nanos, nanos, kept, Map.of()),
                Duration.ZERO,
                Duration.ZERO);
    }

    /** As where another rollout reads the same pages, and this one comes between the candidate's and stable's. */
    @Test
    void aNameThatIsWantedSinceAPageAgoWasNotReadBefore() {
        Instance own = new Instance((names, limit) -> Map.of());
        Instance other = new Instance((names, limit) -> Map.of());
        Reading.Comparison comparison = (Reading.Comparison) ERRORS.read();
        Set<String> wanted = Counting.names(comparison);
        show(own, 1, Set.of("memory"));
        show(other, 2, Set.of("memory"));
        show(own, 3, wanted);
        show(other, 4, wanted);
        assertThat(encloses(comparison, own, other)).isFalse();
        show(own, 5, wanted);
        show(other, 6, wanted);
        assertThat(encloses(comparison, own, other)).isTrue();
    }

    private static boolean encloses(Reading.Comparison comparison, Instance own, Instance other) {
        Sample sample = Counting.read(
                comparison,
                new Counting.Version(List.of(own.history()), List.of()),
                new Counting.Version(List.of(other.history()), List.of()),
                Instant.EPOCH.plusSeconds(6),
                Duration.ofMinutes(1));
        return sample instanceof Sample.Counts counts && counts.encloses();
    }
}
