package dev.sluice.health.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.plan.Reading;
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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The queries of the examples, by a real Prometheus that scrapes an application in which nothing ever failed: whoever copies
 * one gets a number, and an error rate of 0.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExampleQueriesTest {
    private static final Pattern EQUAL = Pattern.compile("([a-z_]+)=(\"[^\"]*\")");
    private final HttpClient client = HttpClient.newHttpClient();
    private final Page page = new Page();
    private final List<Metric> metrics = new ArrayList<>();
    private final RealPrometheus prometheus;
    private final PrometheusSource source;

    ExampleQueriesTest(@TempDir Path folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../examples"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                Plan plan = PlanReader.read(Files.readAllBytes(file));
                plan.metrics().stream()
                        .filter(metric -> metric.read() instanceof Reading.Promql)
                        .forEach(metrics::add);
            }
        }
        Instant began = Instant.now();
        page.shows(() -> shown(Duration.between(began, Instant.now()).toMillis()));
        prometheus = new RealPrometheus(folder, page.port());
        source = new PrometheusSource(
                new Source.Prometheus(
                        new Name("prom"),
                        prometheus.url(),
                        Span.ofSeconds(5),
                        Span.ofSeconds(30),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Calls(client));
    }

    @AfterAll
    void end() {
        prometheus.close();
        page.close();
        client.close();
    }

    private static String query(Metric metric) {
        return ((Reading.Promql) metric.read()).query();
    }

    /** Every series that is asked for, but for those of failures. */
    private String shown(long value) {
        Set<String> series = new LinkedHashSet<>();
        for (Metric metric : metrics) {
            for (String selector : SeriesSelectors.of(query(metric)).list()) {
                if (!selector.contains("5..")) {
                    series.addAll(series(selector));
                }
            }
        }
        StringBuilder text = new StringBuilder();
        series.forEach(each -> text.append(each).append(' ').append(value).append('\n'));
        return text.toString();
    }

    private static List<String> series(String selector) {
        StringBuilder labels = new StringBuilder(selector.startsWith("container_") ? "pod=\"a\"" : "status=\"200\"");
        Matcher label = EQUAL.matcher(selector);
        while (label.find()) {
            labels.append(',').append(label.group(1)).append('=').append(label.group(2));
        }
        String name = selector.replaceFirst("\\{.*", "");
        return name.endsWith("_bucket")
                ? List.of(name + "{" + labels + ",le=\"0.1\"}", name + "{" + labels + ",le=\"+Inf\"}")
                : List.of(name + "{" + labels + "}");
    }

    @Test
    void everyQueryGivesANumberWhereNothingFailed() {
        assertThat(metrics).hasSizeGreaterThan(20);
        for (Metric metric : metrics) {
            Sample.Value value = awaited(query(metric));
            if (query(metric).contains("5..")) {
                assertThat(value.value()).as(query(metric)).isZero();
            }
        }
    }

    private Sample.Value awaited(String query) {
        List<Sample.Value> values = new ArrayList<>();
        Eventually.until(query, () -> {
            if (PrometheusSourceTest.ask(source, query) instanceof Sample.Value value) {
                values.add(value);
            }
            return !values.isEmpty();
        });
        return values.getLast();
    }
}
