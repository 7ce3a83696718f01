package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.sluice.events.plan.Instrumentation;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.plan.Templates;
import dev.sluice.events.value.Name;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.prometheus.PrometheusSource;
import dev.sluice.health.prometheus.RealPrometheus;
import dev.sluice.health.scrape.Scrapers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every template gives what the application does, read from its page and by a real Prometheus alike. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemplatesTest {
    private static final String ROWS = """
            prometheus error-rate 0.05
            prometheus availability 0.95
            prometheus latency-p50 0.1
            prometheus latency-p95 0.5
            prometheus latency-p99 1
            prometheus throughput 100
            prometheus cpu 0.5
            prometheus memory 400000000
            prometheus errors-against-stable 0.05
            prometheus slow-against-stable 0.05
            micrometer error-rate 0.05
            micrometer availability 0.95
            micrometer latency-p50 0.1
            micrometer latency-p95 0.5
            micrometer latency-p99 1
            micrometer throughput 100
            micrometer cpu 0.5
            micrometer memory 0.4
            micrometer disk 0.75
            micrometer errors-against-stable 0.05
            micrometer slow-against-stable 0.05
            opentelemetry error-rate 0.05
            opentelemetry availability 0.95
            opentelemetry latency-p50 0.1
            opentelemetry latency-p95 0.5
            opentelemetry latency-p99 1
            opentelemetry throughput 100
            opentelemetry cpu 0.5
            opentelemetry memory 0.4
            opentelemetry errors-against-stable 0.05
            opentelemetry slow-against-stable 0.05
            istio error-rate 0.05
            istio availability 0.95
            istio latency-p50 100
            istio latency-p95 500
            istio latency-p99 1000
            istio throughput 100
            istio errors-against-stable 0.05
            istio slow-against-stable 0.05
            nginx error-rate 0.05
            nginx availability 0.95
            nginx latency-p50 0.1
            nginx latency-p95 0.5
            nginx latency-p99 1
            nginx throughput 100
            nginx errors-against-stable 0.05
            nginx slow-against-stable 0.05
            haproxy error-rate 0.05
            haproxy availability 0.95
            haproxy latency-average 0.02
            haproxy throughput 100
            haproxy ready 0.5
            haproxy errors-against-stable 0.05
            node cpu 0.3
            node memory 0.4
            node disk 0.75
            node network 0.1
            kubernetes cpu 0.25
            kubernetes memory 0.4
            kubernetes ready 1
            """;

    private final Page candidate = new Page().shows(() -> InstrumentedPage.with(5));
    private final Page stable = new Page().shows(() -> InstrumentedPage.with(0));
    private final HttpClient client = HttpClient.newHttpClient();
    private final Calls calls = new Calls(client);
    private final Scrapers scrapers = new Scrapers(calls, InstantSource.system());
    private final RealPrometheus prometheus;

    TemplatesTest(@TempDir Path folder) throws IOException {
        prometheus = new RealPrometheus(folder, candidate.port(), stable.port());
    }

    @AfterAll
    void stop() throws InterruptedException {
        prometheus.close();
        scrapers.close();
        candidate.close();
        stable.close();
        client.close();
    }

    private static Stream<String[]> rows() {
        return ROWS.lines().map(line -> line.split(" "));
    }

    @Test
    void theTableHasEveryTemplate() {
        assertThat(rows().map(row -> row[0] + " " + row[1]))
                .containsExactlyElementsOf(Arrays.stream(Instrumentation.values())
                        .flatMap(each ->
                                Templates.of(each).list().stream().map(template -> each.word() + " " + template.name()))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"prometheus", "micrometer", "opentelemetry", "istio", "nginx", "haproxy", "node", "kubernetes"})
    void everyTemplateGivesTheSameByPageAndByPrometheus(String instrumentation) {
        Plan plan = plan(instrumentation);
        for (String source : List.of("page", "prom")) {
            List<Metric> metrics = plan.metrics().stream()
                    .filter(metric -> metric.name().text().startsWith(source + "-"))
                    .toList();
            try (MetricSource opened = open(plan.source(new Name(source)), metrics)) {
                for (Metric metric : metrics) {
                    String template = metric.name().text().replace(source + "-", "");
                    assertThat(settled(opened, metric, expected(instrumentation, template)))
                            .as("%s by %s: %s", template, source, metric.read())
                            .isCloseTo(expected(instrumentation, template), withinPercentage(10));
                }
            }
        }
    }

    private static double expected(String instrumentation, String template) {
        return rows().filter(row -> row[0].equals(instrumentation) && row[1].equals(template))
                .mapToDouble(row -> Double.parseDouble(row[2]))
                .findFirst()
                .orElseThrow();
    }

    private MetricSource open(Source source, List<Metric> metrics) {
        return source instanceof Source.Scrape scrape
                ? scrapers.open(scrape, metrics)
                : new PrometheusSource((Source.Prometheus) source, calls);
    }

    /** The first samples of a window are of few scrapes, and some milliseconds weigh much in them. */
    private static double settled(MetricSource source, Metric metric, double expected) {
        double[] newest = {Double.NaN};
        Object[] answer = {"none"};
        try {
            Eventually.until("near " + expected, () -> {
                Sample sample = ask(source, metric);
                answer[0] = sample;
                newest[0] = number(sample);
                return Math.abs(newest[0] - expected) <= expected / 20;
            });
        } catch (AssertionError e) {
            throw new AssertionError(metric.name() + " " + metric.read() + ": " + answer[0], e);
        }
        return newest[0];
    }

    /** Of counts the share of events, once there are some. */
    private static double number(Sample sample) {
        if (sample instanceof Sample.Counts counts) {
            boolean enough = counts.stable().isPresent()
                    && counts.stable().get().requests() > 20
                    && counts.candidate().requests() > 20;
            return enough ? counts.candidate().events() / counts.candidate().requests() : Double.NaN;
        }
        return sample instanceof Sample.Value value ? value.value() : Double.NaN;
    }

    private static Sample ask(MetricSource source, Metric metric) {
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        source.sample(List.of(metric), given -> answer.complete(given.sample()));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Plan plan(String instrumentation) {
        List<Templates.Template> templates = Templates.of(
                        Instrumentation.valueOf(instrumentation.toUpperCase(Locale.ROOT)))
                .list();
        String metrics = Stream.of("page", "prom")
                .flatMap(source -> templates.stream().map(template -> "- {name: %s-%s, template: %s, source: %s%s}"
                        .formatted(source, template.name(), template.name(), source, window(template.read()))))
                .collect(Collectors.joining("\n"));
        String text = """
                target: shop/checkout
                version: "5.1"
                routers: [{type: http, name: edge, url: "http://127.0.0.1:1/"}]
                sources:
                - {type: scrape, name: page, urls: ["%s"], stable: ["%s"], every: 200ms, instrumentation: %s}
                - {type: prometheus, name: prom, url: "%s", instrumentation: %s, candidate: 'instance="127.0.0.1:%d"', \
                stable: 'instance="127.0.0.1:%d"'}
                validation: {checks: [{metric: other, expect: "== 1 count"}]}
                triggers: {list: [{metric: other, when: "> 0"}]}
                metrics:
                - {name: other, source: page, unit: count, read: {kind: gauge, of: up, instances: sum}}
                """.replace("\"> 0\"", "\"> 0 count\"").formatted(
                candidate.url(),
                stable.url(),
                instrumentation,
                prometheus.url(),
                instrumentation,
                candidate.port(),
                stable.port());
        return PlanReader.read((text + metrics + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String window(Reading read) {
        boolean windowed = read instanceof Reading.Rate
                || read instanceof Reading.Ratio
                || read instanceof Reading.Quantile
                || (read instanceof Reading.Share share && share.window().isPresent());
        return windowed ? ", window: 2s" : "";
    }
}
