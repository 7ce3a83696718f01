package dev.sluice.health.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.health.Eventually;
import dev.sluice.health.Page;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The same meanings, from a real Prometheus. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealPrometheusTest {
    private static final String PAGE = """
            # TYPE up_and_well gauge
            up_and_well 42
            several{a="1"} 1
            several{a="2"} 2
            zero 0
            # TYPE requests_total counter
            requests_total 7
            """;

    private final Page app = new Page().shows(PAGE);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final RealPrometheus prometheus;
    private final PrometheusSource source;

    RealPrometheusTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        prometheus = new RealPrometheus(folder, app.port());
        source = source(prometheus, Span.ofSeconds(5));
    }

    private PrometheusSource source(RealPrometheus server, Span staleAfter) {
        return new PrometheusSource(
                new Source.Prometheus(
                        new Name("prom"),
                        server.url(),
                        Span.ofSeconds(2),
                        staleAfter,
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Calls(client));
    }

    @BeforeAll
    void start() {
        Eventually.until("the first value", () -> ask("up_and_well") instanceof Sample.Value);
    }

    @AfterAll
    void stop() throws InterruptedException {
        prometheus.close();
        app.close();
        client.close();
    }

    private Sample ask(String query) {
        return PrometheusSourceTest.ask(source, query);
    }

    @Test
    void givesAValueWithTheTimeOfItsRawSample() {
        Instant before = Instant.now();
        assertThat(ask("up_and_well")).isInstanceOfSatisfying(Sample.Value.class, value -> {
            assertThat(value.value()).isEqualTo(42);
            assertThat(value.sampledAt()).isBetween(before.minusSeconds(5), Instant.now());
        });
    }

    @Test
    void tellsDistinctSamplesApart() {
        TreeSet<Instant> times = new TreeSet<>();
        int[] asked = {0};
        Eventually.until("four distinct samples", () -> {
            asked[0]++;
            if (ask("sum(up_and_well) * 1") instanceof Sample.Value value) {
                times.add(value.sampledAt());
            }
            return times.size() == 4;
        });
        assertThat(asked[0]).as("the same sample is read several times").isGreaterThan(4);
        assertThat(Duration.between(times.first(), times.last()))
                .isBetween(Duration.ofMillis(400), Duration.ofMillis(1500));
    }

    @Test
    void hasNoDataForNaNAndForNoSeries() {
        assertThat(ask("zero / zero")).isEqualTo(new Sample.NoData("the value is NaN"));
        assertThat(ask("scalar(nowhere)")).isEqualTo(new Sample.NoData("the value is NaN"));
        assertThat(ask("nowhere")).isEqualTo(new Sample.NoData("the query gives no series"));
        assertThat(ask("up_and_well > 50")).isEqualTo(new Sample.NoData("the query gives no series"));
    }

    @Test
    void neverTakesOneOfSeveralSeries() {
        assertThat(ask("several"))
                .isEqualTo(new Sample.Failed("several series: expected one, found 2; aggregate the query"));
        assertThat(ask("max(several)")).isInstanceOfSatisfying(Sample.Value.class, value -> assertThat(value.value())
                .isEqualTo(2));
    }

    @Test
    void takesScalarsAndNumbersMadeOfNothing() {
        for (int i = 0; i < 3; i++) {
            assertThat(ask("scalar(up_and_well) + 1 # in any form"))
                    .isInstanceOfSatisfying(Sample.Value.class, value -> assertThat(value.value())
                            .isEqualTo(43));
        }
        assertThat(ask("1 + 1")).isInstanceOf(Sample.Value.class);
        assertThat(ask("sum(nowhere) or vector(0)")).isInstanceOf(Sample.Value.class);
        assertThat(ask("absent(nowhere)")).isInstanceOf(Sample.Value.class);
    }

    @Test
    void saysWhatPrometheusSaysOfABadQuery() {
        assertThat(ask("sum(")).isInstanceOfSatisfying(Sample.Failed.class, failed -> assertThat(failed.reason())
                .startsWith("Prometheus bad_data:")
                .contains("1:5")
                .doesNotContain("sluice"));
        assertThat(ask("up_and_well[5m]"))
                .isEqualTo(new Sample.Failed("expected a scalar or one series, the query gives a matrix"));
    }

    @Test
    void isStaleWhenTheApplicationIsNoLongerScraped() throws Exception {
        try (Page gone = new Page().shows("leaving 1\n");
                RealPrometheus own = new RealPrometheus(Files.createDirectory(folder.resolve("own")), gone.port())) {
            PrometheusSource asked = source(own, Span.ofMillis(1500));
            String query = "max_over_time(leaving[1m])";
            Eventually.until("a value", () -> PrometheusSourceTest.ask(asked, query) instanceof Sample.Value);
            gone.now(Page.Manner.HANGS);
            Eventually.until(
                    "a window that is still full of old samples is stale",
                    () -> PrometheusSourceTest.ask(asked, query) instanceof Sample.Stale);
        }
    }
}
