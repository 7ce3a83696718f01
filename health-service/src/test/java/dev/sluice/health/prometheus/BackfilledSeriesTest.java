package dev.sluice.health.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.health.Eventually;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.testkit.Installed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real Prometheus on series that were written for it: a sample every second of the last minute, in several scales. Asked
 * for {@code @} the last sample, a window of a minute begins and ends with a sample, so nothing is extrapolated.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackfilledSeriesTest {
    private static final int SECONDS = 60;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Instant last = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final StringBuilder written = new StringBuilder();
    private final RealPrometheus prometheus;
    private final PrometheusSource source;

    BackfilledSeriesTest(@TempDir Path folder) throws Exception {
        for (String scale : List.of("1", "1e-9", "1e9")) {
            write(scale);
        }
        Path series = Files.writeString(folder.resolve("series.txt"), written.append("# EOF\n"));
        backfill(series, folder.resolve("data"));
        prometheus = RealPrometheus.with(folder, "global: {}\n", List.of());
        source = new PrometheusSource(
                new Source.Prometheus(
                        new Name("prom"),
                        prometheus.url(),
                        Span.ofSeconds(2),
                        Span.ofSeconds(90),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Calls(client));
    }

    /** 40 errors, a restart, 20 errors; 240 requests; one error that a counter is born with; 100 times of requests. */
    private void write(String scale) {
        double unit = Double.parseDouble(scale);
        String labels = "{scale=\"" + scale + "\"";
        write("errors_total" + labels + "}", 0, s -> (s <= 40 ? 100 + s : s - 40) * unit);
        write("requests_total" + labels + "}", 0, s -> (1_000 + 4 * s) * unit);
        write("born_total" + labels + "}", 30, s -> unit);
        write("memory" + labels + "}", 0, s -> s * unit);
        String bucket = "lat_bucket" + labels + ",le=\"";
        write(bucket + 0.1 * unit + "\"}", 0, s -> 20 * s);
        write(bucket + 0.5 * unit + "\"}", 0, s -> 80 * s);
        write(bucket + unit + "\"}", 0, s -> 98 * s);
        write(bucket + "+Inf\"}", 0, s -> 100 * s);
        writeUntil(120, "gone" + labels + "}", s -> unit);
    }

    private void write(String series, int from, IntToDoubleFunction value) {
        for (int s = from; s <= SECONDS; s++) {
            line(series, value.applyAsDouble(s), last.minusSeconds(SECONDS - s));
        }
    }

    private void writeUntil(int secondsAgo, String series, IntToDoubleFunction value) {
        for (int s = 0; s <= SECONDS; s++) {
            line(series, value.applyAsDouble(s), last.minusSeconds(secondsAgo + SECONDS - s));
        }
    }

    private void line(String series, double value, Instant at) {
        written.append(series)
                .append(' ')
                .append(value)
                .append(' ')
                .append(at.getEpochSecond())
                .append('\n');
    }

    private static void backfill(Path series, Path data) throws IOException, InterruptedException {
        Process promtool = new ProcessBuilder(
                        Installed.program("promtool").toString(),
                        "tsdb",
                        "create-blocks-from",
                        "openmetrics",
                        series.toString(),
                        data.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    @BeforeAll
    void start() {
        Eventually.until("it answers", () -> ask("1", "1") instanceof Sample.Value);
    }

    @AfterAll
    void stop() {
        prometheus.close();
        client.close();
    }

    /** In the query {@code $} is the scale, and {@code MINUTE} the window. */
    private Sample ask(String query, String scale) {
        String named =
                query.replace("$", "scale=\"" + scale + "\"").replace("MINUTE", "[1m] @ " + last.getEpochSecond());
        return PrometheusSourceTest.ask(source, named);
    }

    private void assertValue(String query, String scale, double expected) {
        assertThat(ask(query, scale)).as(query).isInstanceOfSatisfying(Sample.Value.class, value -> {
            assertThat(value.value()).as(query).isCloseTo(expected, withinPercentage(1e-9));
            assertThat(value.sampledAt())
                    .as("the raw sample, not the evaluation")
                    .isEqualTo(last);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1e-9", "1e9"})
    void valuesAreExactAtAnyScale(String scale) {
        double unit = Double.parseDouble(scale);

        assertValue("increase(errors_total{$}MINUTE)", scale, 60 * unit);
        assertValue("rate(requests_total{$}MINUTE)", scale, 4 * unit);
        assertValue("sum(increase(errors_total{$}MINUTE)) / sum(increase(requests_total{$}MINUTE))", scale, 0.25);
        assertValue("max_over_time(memory{$}MINUTE)", scale, 60 * unit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1e-9", "1e9"})
    void quantilesAreInterpolated(String scale) {
        double unit = Double.parseDouble(scale);
        String buckets = "sum by (le) (rate(lat_bucket{$}MINUTE)))";

        assertValue("histogram_quantile(0.5, " + buckets, scale, (0.1 + 0.4 * 30 / 60) * unit);
        assertValue("histogram_quantile(0.95, " + buckets, scale, (0.5 + 0.5 * 15 / 18) * unit);
        assertValue("histogram_quantile(0.999, " + buckets, scale, unit);
    }

    /** What a counter was born with is no increase to Prometheus; a query can add it. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "1e-9", "1e9"})
    void increaseAloneDoesNotSeeWhatACounterWasBornWith(String scale) {
        String born =
                "(min_over_time(born_total{$}MINUTE) unless born_total{$} @ " + (last.getEpochSecond() - 60) + ")";

        assertValue("increase(born_total{$}MINUTE)", scale, 0);
        assertValue("increase(born_total{$}MINUTE) + " + born, scale, Double.parseDouble(scale));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1e-9", "1e9"})
    void seriesThatEndedAreStale(String scale) {
        assertThat(ask("gone{$}", scale)).isInstanceOf(Sample.Stale.class);
        assertThat(ask("max_over_time(gone{$}[10m])", scale)).isInstanceOf(Sample.Stale.class);
    }
}
