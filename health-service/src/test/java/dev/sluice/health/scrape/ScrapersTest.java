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
import dev.sluice.health.port.MetricSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrapersTest {
    private static final Name SOURCE = new Name("app");
    private static final Metric ERRORS = metric(new Reading.Increase("errors_total", Span.ofSeconds(30)));
    private static final Metric MEMORY = metric(new Reading.Gauge("memory"));
    private final HttpClient client = HttpClient.newHttpClient();
    private final Scrapers scrapers = new Scrapers(new Calls(client), InstantSource.system());
    private final Page page = new Page().shows("errors_total 1\nmemory 5\n");

    private static Metric metric(Reading reading) {
        return new Metric(new Name("m"), SOURCE, Unit.COUNT, reading);
    }

    private static Source.Scrape source(URI... urls) {
        return new Source.Scrape(
                SOURCE, List.of(urls), List.of(), Span.ofMillis(100), Span.ofMillis(300), Span.ofSeconds(5));
    }

    private static Sample ask(MetricSource source, Metric metric) {
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        source.sample(List.of(metric), given -> answer.complete(given.sample()));
        return answer.orTimeout(5, TimeUnit.SECONDS).join();
    }

    @AfterEach
    void close() {
        scrapers.close();
        page.close();
        client.close();
    }

    @Test
    void waitsForTheScrapesThatTheFirstSampleNeeds() {
        try (MetricSource opened = scrapers.open(source(page.url()), List.of(ERRORS, MEMORY))) {
            assertThat(ask(opened, MEMORY))
                    .isInstanceOfSatisfying(Sample.Value.class, value -> assertThat(value.value())
                            .isEqualTo(5));
            assertThat(ask(opened, ERRORS))
                    .isInstanceOfSatisfying(Sample.Value.class, value -> assertThat(value.value())
                            .isZero());
        }
    }

    @Test
    void seesGrowth() {
        try (MetricSource opened = scrapers.open(source(page.url()), List.of(ERRORS))) {
            ask(opened, ERRORS);
            page.shows("errors_total 4\n");
            Eventually.until(
                    "growth of 3", () -> ask(opened, ERRORS) instanceof Sample.Value value && value.value() == 3);
        }
    }

    @Test
    void readsAPageOnceForAll() {
        try (MetricSource one = scrapers.open(source(page.url()), List.of(ERRORS));
                MetricSource other = scrapers.open(source(page.url()), List.of(MEMORY))) {
            ask(one, ERRORS);
            assertThat(ask(other, MEMORY)).isInstanceOf(Sample.Value.class);
            assertThat(page.requests()).isLessThan(6);
            one.close();
            Eventually.until("the other goes on", () -> page.requests() > 6);
        }
        int left = page.requests();
        try (Page other = new Page().shows("memory 1\n");
                MetricSource opened = scrapers.open(source(other.url()), List.of(MEMORY))) {
            ask(opened, MEMORY);
            Eventually.until("five periods have passed", () -> other.requests() > 5);
        }
        assertThat(page.requests()).as("nobody wants it any more").isBetween(left, left + 1);
    }

    @Test
    void isUnknownWhileAnInstanceDoesNotAnswer() throws Exception {
        try (Page second = new Page().shows("memory 1\n");
                MetricSource opened = scrapers.open(source(page.url(), second.url()), List.of(MEMORY))) {
            assertThat(ask(opened, MEMORY)).isInstanceOf(Sample.Value.class);
            second.now(Page.Manner.HANGS);
            Eventually.until(
                    "a hanging instance is seen",
                    () -> ask(opened, MEMORY) instanceof Sample.Failed failed
                            && failed.reason().endsWith("no answer within 300ms"));
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertFailed("answered 500", page.answers(500));
        assertFailed("no right to read: answered 401", page.answers(401));
        page.answers(200);
        assertFailed("line 1 of the page is no metric", page.shows("<html>"));
        assertFailed("no answer within 300ms", page.shows("memory 1\n").now(Page.Manner.HANGS_IN_THE_BODY));
        page.close();
        assertFailed("connection refused", page);
    }

    private void assertFailed(String expected, Page shown) {
        try (MetricSource opened = scrapers.open(source(shown.url()), List.of(MEMORY))) {
            assertThat(ask(opened, MEMORY))
                    .isInstanceOfSatisfying(Sample.Failed.class, failed -> assertThat(failed.reason())
                            .contains(expected));
        }
    }

    @Test
    void tellsAMissingRightFromASourceThatIsGone() throws Exception {
        try (MetricSource opened = scrapers.open(source(page.answers(403).url()), List.of(MEMORY))) {
            assertThat(ask(opened, MEMORY))
                    .isEqualTo(new Sample.Failed("no right to read: answered 403", true).at(page.url()));
        }
        page.close();
        try (MetricSource opened = scrapers.open(source(page.url()), List.of(MEMORY))) {
            assertThat(ask(opened, MEMORY)).isEqualTo(new Sample.Failed("connection refused").at(page.url()));
        }
    }

    /** What a page of the candidate's shows of a fault of both, a page of stable's that is read later shows too. */
    @Test
    void stableIsReadOnceTheCandidateWas() throws InterruptedException {
        Metric compared =
                metric(new Reading.Comparison("errors_total", Optional.of("requests_total"), Optional.empty(), 1.2));
        CountDownLatch others = new CountDownLatch(1);
        CompletableFuture<Boolean> meanwhile = new CompletableFuture<>();
        Place candidate = (names, limit) -> {
            try {
                meanwhile.complete(others.await(200, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Map.of();
        };
        Place stable = (names, limit) -> {
            others.countDown();
            return Map.of();
        };
        Watched watched = new Watched(
                List.of(candidate), List.of(stable), Span.ofSeconds(60), Span.ofSeconds(5), Span.ofSeconds(60));
        try (MetricSource opened = scrapers.open(watched, List.of(compared))) {
            assertThat(meanwhile.orTimeout(5, TimeUnit.SECONDS).join()).isFalse();
            assertThat(others.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A gauge falls, and no instance began again. */
    @Test
    void whatElseAPageShowsChangesNothingOfAComparison() {
        Metric compared =
                metric(new Reading.Comparison("errors_total", Optional.of("requests_total"), Optional.empty(), 1.2));
        Place falling = (names, limit) -> Map.of(
                "requests_total", Map.of(Map.of(), 1.0), "memory", Map.of(Map.of(), -1.0 * System.nanoTime() + 9e18));
        Watched watched = new Watched(
                List.of(falling), List.of(falling), Span.ofMillis(100), Span.ofSeconds(5), Span.ofSeconds(60));
        try (MetricSource opened = scrapers.open(watched, List.of(compared, MEMORY))) {
            Set<Instant> enclosed = new HashSet<>();
            Set<Sample.Counts.Instances> instances = new HashSet<>();
            Eventually.until("three samples are enclosed by stable's pages", () -> {
                if (ask(opened, compared) instanceof Sample.Counts counts && counts.encloses()) {
                    enclosed.add(counts.sampledAt());
                    instances.add(counts.instances());
                }
                return enclosed.size() >= 3;
            });
            assertThat(instances).hasSize(1);
        }
    }

    /** A candidate whose page takes long is one that a comparison is there for. */
    @ParameterizedTest
    @CsvSource({"350, 0", "0, 350"})
    void aPageThatTakesSomePeriodsIsComparedAllTheSame(long candidateMillis, long stableMillis) {
        Metric compared =
                metric(new Reading.Comparison("errors_total", Optional.of("requests_total"), Optional.empty(), 1.2));
        Watched watched = new Watched(
                List.of(new Slow("a", candidateMillis), new Slow("b", 0)),
                List.of(new Slow("c", stableMillis), new Slow("d", 0)),
                Span.ofMillis(100),
                Span.ofSeconds(5),
                Span.ofSeconds(60));
        try (MetricSource opened = scrapers.open(watched, List.of(compared))) {
            Set<Instant> enclosed = new HashSet<>();
            Eventually.until("three samples are enclosed by stable's pages", () -> {
                if (ask(opened, compared) instanceof Sample.Counts counts && counts.encloses()) {
                    enclosed.add(counts.sampledAt());
                }
                return enclosed.size() >= 3;
            });
        }
    }

    /** A page that is made for so long. */
    private record Slow(String name, long millis) implements Place {
        @Override
        public Map<String, Map<Map<String, String>, Double>> read(Set<String> names, Duration limit) {
            LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
            return Map.of("requests_total", Map.of(Map.of(), 1.0));
        }
    }
}
