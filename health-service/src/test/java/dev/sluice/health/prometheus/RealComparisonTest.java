package dev.sluice.health.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Instrumentation;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.plan.Templates;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Eventually;
import dev.sluice.health.InstrumentedPage;
import dev.sluice.health.Page;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Comparisons;
import dev.sluice.health.domain.Sample;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The candidate against stable, by a real Prometheus that reads both: one for all tests, for it takes 5 s to begin. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealComparisonTest {
    private final Page candidate = new Page();
    private final Page stable = new Page();
    private final HttpClient client = HttpClient.newHttpClient();
    private final RealPrometheus prometheus;
    private PrometheusSource source;
    private Comparisons comparisons = new Comparisons();

    RealComparisonTest(@TempDir Path folder) throws IOException {
        prometheus = new RealPrometheus(folder, candidate.port(), stable.port());
        source = versions();
    }

    @BeforeEach
    void begin() {
        candidate.shows(() -> InstrumentedPage.with(0));
        stable.shows(() -> InstrumentedPage.with(0));
        source = versions();
        comparisons = new Comparisons();
    }

    private PrometheusSource versions() {
        return source(
                "instance=\"127.0.0.1:" + candidate.port() + "\"",
                Optional.of("instance=\"127.0.0.1:" + stable.port() + "\""));
    }

    private PrometheusSource source(String candidates, Optional<String> stables) {
        return new PrometheusSource(
                new Source.Prometheus(
                        new Name("prom"),
                        prometheus.url(),
                        Span.ofSeconds(2),
                        Span.ofSeconds(5),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(candidates),
                        stables),
                new Calls(client));
    }

    @AfterAll
    void stop() throws InterruptedException {
        prometheus.close();
        candidate.close();
        stable.close();
        client.close();
    }

    private static Metric metric(Reading reading) {
        return new Metric(new Name("m"), new Name("prom"), Unit.RATIO, reading);
    }

    private static Metric template(String name) {
        return Templates.of(Instrumentation.PROMETHEUS).list().stream()
                .filter(template -> template.name().text().equals(name))
                .map(template -> metric(template.read()))
                .findFirst()
                .orElseThrow();
    }

    private Sample ask(Metric metric) {
        return ask(source, metric);
    }

    private Sample ask(PrometheusSource asked, Metric metric) {
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        asked.sample(List.of(metric), given -> answer.complete(given.sample()));
        return comparisons.compared(
                metric, answer.orTimeout(10, TimeUnit.SECONDS).join(), 0);
    }

    /** The newest sample that was what was waited for: on a busy machine a scrape may fail right after it. */
    private Sample.Value awaited(String what, Metric metric, Predicate<Sample.Value> condition) {
        Sample[] newest = {new Sample.NoData("nothing was asked")};
        try {
            Eventually.until(what, () -> {
                newest[0] = ask(metric);
                return newest[0] instanceof Sample.Value value && condition.test(value);
            });
        } catch (AssertionError e) {
            throw new AssertionError(what + ": " + newest[0], e);
        }
        return (Sample.Value) newest[0];
    }

    private static boolean says(Sample.Value value, String words) {
        return value.detail().orElse("").contains(words);
    }

    @Test
    void findsErrorsThatStableDoesNotHave() {
        Metric errors = template("errors-against-stable");
        Sample.Value before = awaited("both are read", errors, value -> says(value, "stable 0 of"));
        assertThat(before.value()).isEqualTo(1);
        candidate.shows(() -> InstrumentedPage.with(50));
        Sample.Value accused = awaited("the candidate is accused", errors, value -> value.value() < 0.005);
        assertThat(accused.detail().orElse("")).contains("candidate ", "stable 0 of");
    }

    @Test
    void accusesNobodyOfAFaultThatBothHave() {
        Metric errors = template("errors-against-stable");
        Eventually.until(
                "both are read",
                () -> ask(errors) instanceof Sample.Value value
                        && value.detail().orElse("").contains("stable 0 of"));
        stable.shows(() -> InstrumentedPage.with(50));
        candidate.shows(() -> InstrumentedPage.with(50));
        double[] lowest = {1};
        awaited("stable's errors are counted with many requests", errors, value -> {
            lowest[0] = Math.min(lowest[0], value.value());
            return value.detail().orElse("").matches(".*stable [1-9][0-9,]{2,} of .*");
        });
        assertThat(lowest[0]).isGreaterThan(0.01);
    }

    @Test
    void putsTheSameNumberOfBothBesideEachOther() {
        Metric throughput = metric(new Reading.Versus(
                Reading.Versus.As.RATIO, new Reading.Rate("http_requests_total", Span.ofSeconds(2))));
        Sample.Value near = awaited(
                "a ratio near 1", throughput, value -> says(value, "candidate ") && Math.abs(value.value() - 1) < 0.1);
        assertThat(near.detail().orElse("")).contains("candidate ", "stable ");
        Metric gone = metric(new Reading.Versus(Reading.Versus.As.RATIO, new Reading.Gauge("nowhere")));
        Eventually.until("no data", () -> ask(gone).equals(new Sample.NoData("the query gives no series")));
    }

    @Test
    void aShareIsOfEachInstanceAndAnInstanceWithoutOneHidesNothing() {
        PrometheusSource all = source("job=\"app\"", Optional.empty());
        Metric memory = metric(
                new Reading.Share("used", "total", Reading.Together.HIGHEST, Optional.empty(), Optional.empty()));
        candidate.shows("used 9\ntotal 10\n");
        stable.shows("used{pool=\"a\"} 1\nused{pool=\"b\"} 1\ntotal 10\n");
        Eventually.until(
                "the highest of two", () -> ask(all, memory) instanceof Sample.Value value && value.value() == 0.9);
        stable.shows("used 2\n");
        Sample none = new Sample.NoData("the query gives no series");
        Eventually.until("nothing to divide by", () -> ask(all, memory).equals(none));
        stable.shows("used NaN\ntotal 10\n");
        Metric used = metric(new Reading.Gauge("used"));
        Eventually.until("a NaN hides the highest", () -> ask(all, used).equals(none));
        assertThat(ask(all, memory)).isNotInstanceOf(Sample.Value.class);
    }

    @Test
    void aQuantileInTheLastBucketIsAboveItsBound() {
        Metric last = metric(new Reading.Quantile("http_request_duration_seconds", 0.995, Span.ofSeconds(2)));
        Metric within = metric(new Reading.Quantile("http_request_duration_seconds", 0.94, Span.ofSeconds(2)));
        Sample.Value above = awaited("a value above", last, value -> value.is() == Sample.Is.MORE);
        assertThat(above.value()).isEqualTo(1);
        assertThat(above.detail()).contains("more than 1.0, the highest bound of its buckets");
        assertThat(awaited("a value within", within, value -> true).is()).isEqualTo(Sample.Is.EXACT);
    }

    @Test
    void saysThatWhatNeverFailedHasNoSeriesOfFailures() {
        Metric never = metric(new Reading.Ratio("nowhere", "http_requests_total", Span.ofSeconds(2)));
        Sample.Value none = awaited("requests are counted", never, value -> true);
        assertThat(none.value()).isZero();
        assertThat(none.detail()).contains("no series of nowhere fits, which counts as 0");

        Reading rest = new Reading.Ratio("nowhere", "http_requests_total", Span.ofSeconds(2), Optional.of(true));
        Sample.Value all = awaited("so are those that did not fail", metric(rest), value -> true);
        assertThat(all.value()).isEqualTo(1);
        assertThat(all.detail()).contains("no series of nowhere fits, which counts as 0");
    }

    /** The window is so short, and the scrapes are so dense, that one would pass over it while there is one sample alone. */
    @Test
    void countsAFirstFailureWithItsFirstScrape() {
        Metric errors = metric(new Reading.Ratio("born_total", "http_requests_total", Span.ofSeconds(20)));
        awaited(
                "nothing failed",
                errors,
                value -> value.value() == 0 && value.detail().isPresent());
        candidate.shows(() -> InstrumentedPage.with(0) + "born_total 1000\n");
        Sample[] first = {new Sample.NoData("nothing was asked")};
        Eventually.until("it is seen", () -> {
            first[0] = ask(errors);
            return !(first[0] instanceof Sample.Value value && value.value() == 0);
        });

        assertThat(first[0]).isInstanceOfSatisfying(Sample.Value.class, value -> assertThat(value.detail())
                .isEmpty());
    }

    @Test
    void hasNoDataWhereNothingFits() {
        Eventually.until("Prometheus answers", () -> ask(metric(new Reading.Gauge("up"))) instanceof Sample.Value);
        assertThat(ask(metric(new Reading.Comparison("nowhere", Optional.of("nowhere_total"), Optional.empty(), 1.2))))
                .isInstanceOf(Sample.NoData.class);
        assertThat(ask(metric(new Reading.Ratio("nowhere", "nowhere_total", Span.ofSeconds(2)))))
                .isEqualTo(new Sample.NoData("the query gives no series"));
    }
}
