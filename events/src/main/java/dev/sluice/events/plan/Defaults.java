package dev.sluice.events.plan;

import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import java.util.List;
import java.util.Map;

/**
 * What a plan gets where its author wrote nothing: the stages, durations, criteria and triggers of the strategy that
 * Sluice was made for. Criteria and triggers apply to each of these metric names that the plan has.
 */
final class Defaults {
    static final List<Stage> STAGES = List.of(
            Stage.of("canary-start", 5, Span.ofMinutes(30)),
            Stage.of("canary-expand", 20, Span.ofMinutes(45)),
            Stage.of("blue-green-prep", 50, Span.ofMinutes(30)),
            Stage.of("full-switch", 100, Span.ofMinutes(15)));

    private static final Name ERROR_RATE = new Name("error-rate");
    private static final Name LATENCY_P95 = new Name("latency-p95");
    private static final Map<Name, String> EXPECTED = Map.of(ERROR_RATE, "< 0.1%", LATENCY_P95, "< 500ms");
    private static final Map<Name, String> BREACHES = Map.of(
            ERROR_RATE, "> 0.5%", LATENCY_P95, "> 1000ms", new Name("memory"), "> 90%", new Name("cpu"), "> 85%");

    private Defaults() {}

    /** Error rate and p95 by the naming conventions of Prometheus clients, from the first source that is scraped. */
    static List<Metric> metrics(List<Source> sources) {
        return sources.stream()
                .filter(source -> source instanceof Source.Scrape)
                .findFirst()
                .map(source -> List.of(
                        new Metric(
                                ERROR_RATE,
                                source.name(),
                                Unit.RATIO,
                                new Reading.Ratio(
                                        "http_requests_total{status=~\"5..\"}",
                                        "http_requests_total",
                                        Reading.DEFAULT_WINDOW)),
                        new Metric(
                                LATENCY_P95,
                                source.name(),
                                Unit.SECONDS,
                                new Reading.Quantile("http_request_duration_seconds", 0.95, Reading.DEFAULT_WINDOW))))
                .orElse(List.of());
    }

    static List<Check> checks(List<Metric> metrics) {
        return metrics.stream()
                .filter(metric -> EXPECTED.containsKey(metric.name()))
                .map(metric -> new Check(metric.name(), Condition.parse(EXPECTED.getOrDefault(metric.name(), ""))))
                .toList();
    }

    static List<Trigger> triggers(List<Metric> metrics) {
        return metrics.stream()
                .filter(metric -> BREACHES.containsKey(metric.name()))
                .map(metric -> Trigger.of(metric.name(), BREACHES.getOrDefault(metric.name(), "")))
                .toList();
    }
}
