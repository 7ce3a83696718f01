package dev.sluice.health.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.target.Behaviour;
import dev.sluice.demo.target.SampleTarget;
import dev.sluice.demo.target.TargetOptions;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Eventually;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.json.JsonSource;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.prometheus.PrometheusSource;
import dev.sluice.health.prometheus.RealPrometheus;
import dev.sluice.health.scrape.Scrapers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The sample application of the demo behaves badly, and its page, its probe and a real Prometheus that scrapes it show it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleTargetTest {
    private static final Name NAME = new Name("app");
    private static final Span WINDOW = Span.ofSeconds(60);
    private static final Condition FEW_ERRORS = Condition.parse("<= 10%");
    private static final Condition QUICK = Condition.parse("<= 200ms");
    private static final Metric ERRORS =
            metric(Unit.RATIO, new Reading.Ratio("http_requests_total{status=\"500\"}", "http_requests_total", WINDOW));
    private static final Metric LATENCY =
            metric(Unit.SECONDS, new Reading.Quantile("http_request_duration_seconds", 0.95, WINDOW));

    private final HttpClient client = HttpClient.newHttpClient();
    private final Calls calls = new Calls(client);
    private final Scrapers scrapers = new Scrapers(calls, InstantSource.system());
    private final Version idle = new Version();
    private final Version failing = new Version();
    private final Version slow = new Version();
    private final Version gone = new Version();
    private final RealPrometheus prometheus;
    private final MetricSource asked;

    /** One instance of the sample application, which is scraped directly too. */
    private final class Version {
        private final SampleTarget target = SampleTarget.start(new TargetOptions(0, "5.1.0", 7));
        private final String place = "127.0.0.1:" + target.port();
        private final MetricSource scraped = scrapers.open(
                new Source.Scrape(
                        NAME,
                        List.of(at("/metrics")),
                        List.of(),
                        Span.ofMillis(100),
                        Span.ofSeconds(1),
                        Span.ofSeconds(5)),
                List.of(ERRORS, LATENCY));

        private URI at(String path) {
            return URI.create("http://" + place + path);
        }

        private Metric query(Unit unit, String query) {
            return metric(unit, new Reading.Promql(query.replace("$", "instance=\"" + place + "\"")));
        }

        private Metric errors() {
            return query(
                    Unit.RATIO,
                    "sum(increase(http_requests_total{status=\"500\",$}[1m])) / sum(increase(http_requests_total{$}[1m]))");
        }

        private Metric latency() {
            return query(
                    Unit.SECONDS,
                    "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{$}[1m])))");
        }

        /** As many requests at once, until all are answered. */
        private void requests(int count) {
            HttpRequest request = HttpRequest.newBuilder(at("/")).build();
            Stream.generate(() -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
                    .limit(count)
                    .toList()
                    .forEach(CompletableFuture::join);
        }

        /** Both have read the counters before there was any traffic: what comes is counted by both. */
        private void untilBothRead() {
            until(scraped, ERRORS, FEW_ERRORS, sample -> sample instanceof Sample.NoData);
            Metric all = query(Unit.COUNT, "sum(increase(http_requests_total{$}[1m]))");
            until(asked, all, Condition.parse("<= 0 count"), between(0, 0));
        }
    }

    SampleTargetTest(@TempDir Path folder) throws IOException {
        prometheus = RealPrometheus.with(
                folder, """
                global: {scrape_interval: 200ms, scrape_timeout: 200ms}
                scrape_configs:
                - {job_name: app, static_configs: [{targets: ["%s", "%s", "%s", "%s"]}]}
                """.formatted(idle.place, failing.place, slow.place, gone.place), List.of());
        asked = new PrometheusSource(
                new Source.Prometheus(
                        NAME,
                        prometheus.url(),
                        Span.ofSeconds(2),
                        Span.ofSeconds(5),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                calls);
    }

    private static Metric metric(Unit unit, Reading reading) {
        return new Metric(new Name("m"), NAME, unit, reading);
    }

    @AfterAll
    void close() {
        prometheus.close();
        scrapers.close();
        List.of(idle, failing, slow, gone).forEach(version -> version.target.close());
        client.close();
    }

    private static Sample ask(MetricSource source, Metric metric) {
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        source.sample(List.of(metric), given -> answer.complete(given.sample()));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Ruling until(MetricSource source, Metric metric, Condition well, Predicate<Sample> expected) {
        Sample[] newest = {new Sample.NoData("nothing was asked")};
        Eventually.until(metric.read() + " is noticed", () -> {
            newest[0] = ask(source, metric);
            return expected.test(newest[0]);
        });
        return new Ruling(metric, well, newest[0]);
    }

    private static Predicate<Sample> between(double low, double high) {
        return sample -> sample instanceof Sample.Value value && value.value() >= low && value.value() <= high;
    }

    private static void assertAll(Verdict verdict, Ruling... judged) {
        for (Ruling each : judged) {
            assertThat(each.validated()).as("%s", each).isEqualTo(verdict);
            assertThat(each.triggered()).as("%s", each).isEqualTo(verdict);
        }
    }

    @Test
    void noTrafficIsNoEvidence() {
        idle.untilBothRead();

        assertAll(
                Verdict.UNKNOWN,
                until(idle.scraped, ERRORS, FEW_ERRORS, sample -> sample instanceof Sample.NoData),
                until(idle.scraped, LATENCY, QUICK, sample -> sample instanceof Sample.NoData),
                until(asked, idle.errors(), FEW_ERRORS, sample -> sample instanceof Sample.NoData),
                until(asked, idle.latency(), QUICK, sample -> sample instanceof Sample.NoData));
    }

    @Test
    void aVersionIsHealthyUntilItFails() {
        failing.untilBothRead();
        failing.requests(20);
        assertAll(
                Verdict.HEALTHY,
                until(failing.scraped, ERRORS, FEW_ERRORS, between(0, 0)),
                until(asked, failing.errors(), FEW_ERRORS, between(0, 0)));

        failing.target.behave(Behaviour.failing(1, Duration.ZERO));
        failing.requests(20);

        assertAll(
                Verdict.UNHEALTHY,
                until(failing.scraped, ERRORS, FEW_ERRORS, between(0.5, 0.5)),
                until(asked, failing.errors(), FEW_ERRORS, between(0.4, 0.6)));
    }

    @Test
    void aSlowVersionIsUnhealthy() {
        slow.untilBothRead();

        slow.target.behave(Behaviour.failing(0, Duration.ofMillis(350)));
        slow.requests(20);

        assertAll(
                Verdict.UNHEALTHY,
                until(slow.scraped, LATENCY, QUICK, between(0.3, 1.5)),
                until(asked, slow.latency(), QUICK, between(0.3, 1.5)));
    }

    @Test
    void aVersionThatIsGoneIsNoEvidence() {
        gone.untilBothRead();
        gone.requests(20);
        until(asked, gone.errors(), FEW_ERRORS, between(0, 0));

        gone.target.close();

        assertAll(
                Verdict.UNKNOWN,
                until(gone.scraped, ERRORS, FEW_ERRORS, sample -> sample instanceof Sample.Failed),
                until(asked, gone.errors(), FEW_ERRORS, sample -> sample instanceof Sample.Stale));
    }

    @Test
    void aVersionThatIsNotReadySaysSoInItsProbe() {
        Metric ready = metric(
                Unit.COUNT, new Reading.Json("$.checks.database_connected", Optional.empty(), Reading.Together.LOWEST));
        Metric status = metric(Unit.COUNT, new Reading.Status());
        Condition all = Condition.parse(">= 1 count");
        MetricSource probe = new JsonSource(
                new Source.Json(NAME, List.of(idle.at("/health/ready")), Map.of(), Optional.empty(), Span.ofSeconds(2)),
                calls,
                InstantSource.system());
        assertAll(Verdict.HEALTHY, until(probe, ready, all, between(1, 1)), until(probe, status, all, between(1, 1)));

        Behaviour good = Behaviour.HEALTHY;
        idle.target.behave(new Behaviour(0, Duration.ZERO, 0, 0, good.memory(), good.cpu(), false));

        assertAll(Verdict.UNHEALTHY, until(probe, ready, all, between(0, 0)), until(probe, status, all, between(0, 0)));
    }
}
