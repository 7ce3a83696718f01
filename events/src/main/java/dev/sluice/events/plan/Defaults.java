package dev.sluice.events.plan;

import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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

    /** What a plan that names no metric has, as far as the source gives it. */
    private static final List<Name> ABSOLUTE = names("error-rate", "latency-p95");
    /** The two comparisons share one percent: a false alarm in at most one of a hundred stages. */
    private static final List<Name> AGAINST_STABLE = names("errors-against-stable", "slow-against-stable");

    private static final Map<Name, Condition> EXPECTED = conditions(
            Map.entry("error-rate", "< 0.1%"),
            Map.entry("availability", ">= 99.9%"),
            Map.entry("latency-p50", "< 200ms"),
            Map.entry("latency-p95", "< 500ms"),
            Map.entry("latency-p99", "< 1000ms"),
            Map.entry("cpu", "< 80%"),
            Map.entry("memory", "< 85%"),
            Map.entry("disk", "< 75%"),
            Map.entry("network", "< 70%"),
            Map.entry("ready", ">= 100%"));
    private static final Map<Name, Condition> BREACHES = conditions(
            Map.entry("error-rate", "> 0.5%"),
            Map.entry("availability", "< 99.5%"),
            Map.entry("latency-p95", "> 1000ms"),
            Map.entry("memory", "> 90%"),
            Map.entry("cpu", "> 85%"),
            Map.entry("errors-against-stable", "< 0.5%"),
            Map.entry("slow-against-stable", "< 0.5%"));

    private Defaults() {}

    @SafeVarargs
    private static Map<Name, Condition> conditions(Map.Entry<String, String>... entries) {
        return Stream.of(entries)
                .collect(Collectors.toMap(
                        entry -> new Name(entry.getKey()), entry -> Condition.parse(entry.getValue())));
    }

    private static List<Name> names(String... names) {
        return Stream.of(names).map(Name::new).toList();
    }

    /**
     * Error rate and p95 by the templates of the first source that has some, and both against stable where it knows
     * stable too.
     */
    static List<Metric> metrics(List<Source> sources) {
        return sources.stream()
                .filter(Defaults::readable)
                .findFirst()
                .map(Defaults::of)
                .orElse(List.of());
    }

    /** Of a Prometheus nobody knows which series are the candidate's, unless the plan says it. */
    private static boolean readable(Source source) {
        return switch (source) {
            case Source.Prometheus prometheus -> prometheus.candidate().isPresent();
            case Source.Scrape scrape -> true;
            case Source.HaproxyStats haproxy -> true;
            case Source.Json json -> false;
            case Source.Pushed pushed -> false;
            case Source.Network network -> false;
            case Source.Registry registry -> false;
            case Source.Kubernetes kubernetes -> false;
        };
    }

    private static List<Metric> of(Source source) {
        Templates templates = Templates.of(Templates.instrumentation(source).orElseThrow());
        Stream<Name> names = PlanRules.knowsStable(source)
                ? Stream.concat(ABSOLUTE.stream(), AGAINST_STABLE.stream())
                : ABSOLUTE.stream();
        return names.flatMap(name -> templates.find(name).stream())
                .map(template -> new Metric(template.name(), source.name(), template.unit(), template.read()))
                .toList();
    }

    static List<Check> checks(List<Metric> metrics) {
        return metrics.stream()
                .flatMap(metric -> expected(metric.name(), metric.unit()).stream()
                        .map(expected -> new Check(metric.name(), expected)))
                .toList();
    }

    static List<Trigger> triggers(List<Metric> metrics) {
        return metrics.stream()
                .flatMap(metric ->
                        breach(metric.name(), metric.unit()).stream().map(breach -> Trigger.of(metric.name(), breach)))
                .toList();
    }

    /** What a metric is held against by a check where a plan says nothing. */
    static Optional<Condition> expected(Name metric, Unit unit) {
        return fitting(metric, unit, EXPECTED);
    }

    /** The same by a trigger. */
    static Optional<Condition> breach(Name metric, Unit unit) {
        return fitting(metric, unit, BREACHES);
    }

    /** A metric in a unit that the bound does not compare with has none: nothing is said of its absolute size. */
    private static Optional<Condition> fitting(Name metric, Unit unit, Map<Name, Condition> bounds) {
        return Optional.ofNullable(bounds.get(metric))
                .filter(bound -> bound.bound().unit().dimension() == unit.dimension());
    }
}
