package dev.sluice.events.plan;

import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    private static final Name ERRORS_AGAINST_STABLE = new Name("errors-against-stable");
    private static final Name SLOW_AGAINST_STABLE = new Name("slow-against-stable");
    private static final String ERRORS = "http_requests_total{status=~\"5..\"}";
    private static final String REQUESTS = "http_requests_total";
    private static final String DURATIONS = "http_request_duration_seconds";
    private static final Map<Name, String> EXPECTED = Map.of(ERROR_RATE, "< 0.1%", LATENCY_P95, "< 500ms");
    /** The two comparisons share one percent: a false alarm in at most one of a hundred stages. */
    private static final Map<Name, String> BREACHES = Map.of(
            ERROR_RATE,
            "> 0.5%",
            LATENCY_P95,
            "> 1000ms",
            new Name("memory"),
            "> 90%",
            new Name("cpu"),
            "> 85%",
            ERRORS_AGAINST_STABLE,
            "< 0.5%",
            SLOW_AGAINST_STABLE,
            "< 0.5%");

    private Defaults() {}

    /**
     * Error rate and p95 by the naming conventions of Prometheus clients, from the first source that is scraped, and both
     * against stable where it has stable's instances too.
     */
    static List<Metric> metrics(List<Source> sources) {
        return sources.stream()
                .filter(Source.Scrape.class::isInstance)
                .map(Source.Scrape.class::cast)
                .findFirst()
                .map(source -> source.stable().isEmpty()
                        ? absolute(source.name())
                        : Stream.concat(absolute(source.name()).stream(), against(source.name()).stream())
                                .toList())
                .orElse(List.of());
    }

    private static List<Metric> absolute(Name source) {
        return List.of(
                new Metric(ERROR_RATE, source, Unit.RATIO, new Reading.Ratio(ERRORS, REQUESTS, Reading.DEFAULT_WINDOW)),
                new Metric(
                        LATENCY_P95,
                        source,
                        Unit.SECONDS,
                        new Reading.Quantile(DURATIONS, 0.95, Reading.DEFAULT_WINDOW)));
    }

    private static List<Metric> against(Name source) {
        return List.of(
                new Metric(
                        ERRORS_AGAINST_STABLE,
                        source,
                        Unit.RATIO,
                        new Reading.Comparison(
                                ERRORS, Optional.of(REQUESTS), Optional.empty(), Reading.DEFAULT_TOLERANCE)),
                new Metric(
                        SLOW_AGAINST_STABLE,
                        source,
                        Unit.RATIO,
                        new Reading.Comparison(
                                DURATIONS,
                                Optional.empty(),
                                Optional.of(Span.ofMillis(500)),
                                Reading.DEFAULT_TOLERANCE)));
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
