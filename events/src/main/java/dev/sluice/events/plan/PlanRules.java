package dev.sluice.events.plan;

import dev.sluice.events.journal.Freeze;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Unit;
import dev.sluice.events.value.Weight;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a plan owe to each other. The first rule that is broken is thrown, with the field's path.
 * Longer than 300 lines because the order in which broken rules are told is the order in which they stand here.
 */
final class PlanRules {
    private static final int MOST = 100;

    private PlanRules() {}

    static void check(
            Target target,
            Topology topology,
            List<Router> routers,
            List<Source> sources,
            List<Metric> metrics,
            Validation validation,
            Triggers triggers,
            List<Stage> stages,
            List<Step> steps) {
        Require.that(
                !target.equals(Freeze.EVERYTHING),
                "target",
                "is reserved: a freeze of " + Freeze.EVERYTHING + " is a freeze of all targets");
        distinct("routers", routers, Router::name);
        distinct("sources", sources, Source::name);
        distinct("metrics", metrics, Metric::name);
        distinct("stages", stages, Stage::name);
        distinct("triggers.list", triggers.list(), Trigger::name);
        routers(target, topology, routers);
        metrics(sources, metrics);
        stages(stages);
        RouterRules.check(splitters(topology, routers), stages);
        Map<Name, Metric> named = metrics.stream().collect(Collectors.toMap(Metric::name, Function.identity()));
        checks("validation.checks", named, validation.checks());
        evidence("validation.checks", named, validation.checks());
        for (int i = 0; i < stages.size(); i++) {
            checks("stages[" + i + "].checks", named, stages.get(i).checks());
            evidence("stages[" + i + "].checks", named, stages.get(i).checks());
        }
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).run() instanceof Task.Checks task) {
                beside("steps[" + i + "].run.checks", named, task.checks());
            }
        }
        triggers(named, triggers);
        warmUps(triggers, stages);
        Require.that(
                !validation.checks().isEmpty(),
                "validation.checks",
                "expected at least one check: without evidence no stage could end");
        Require.that(
                triggers.list().stream()
                        .filter(Trigger::decisive)
                        .anyMatch(trigger -> !compares(named.get(trigger.metric()))),
                "triggers.list",
                "expected at least one trigger whose reaction is rollback and whose metric is no comparison:"
                        + " at 100% there is nothing to compare with");
    }

    static List<Router> splitters(Topology topology, List<Router> routers) {
        return switch (topology) {
            case ENTRANCES -> routers;
            case CHAIN -> routers.stream().filter(Router::splits).toList();
        };
    }

    static <T> void distinct(String field, List<T> list, Function<T, Name> name) {
        Require.that(list.size() <= MOST, field, "expected at most " + MOST + " entries");
        Set<Name> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            Name each = name.apply(list.get(i));
            Require.that(
                    seen.add(each), field + "[" + i + "].name", "expected a name used once, found " + each + " again");
        }
    }

    private static void routers(Target target, Topology topology, List<Router> routers) {
        Require.that(
                !routers.isEmpty(),
                "routers",
                "expected at least one router: where is the traffic of " + target + " split?");
        long splitting = routers.stream().filter(Router::splits).count();
        switch (topology) {
            case ENTRANCES ->
                Require.that(
                        splitting == 0,
                        "routers",
                        "expected no 'splits' among entrances, where every router splits; set topology: chain");
            case CHAIN ->
                Require.that(
                        splitting == 1,
                        "routers",
                        "expected exactly one router with 'splits: true' in a chain, found " + splitting
                                + ": two that split the same request would multiply their shares");
        }
        Set<Object> places = new HashSet<>();
        for (int i = 0; i < routers.size(); i++) {
            Require.that(
                    places.add(RouterRules.place(routers.get(i))),
                    "routers[" + i + "]",
                    "expected another place than an earlier router's: the same entries would be written twice");
        }
    }

    private static void metrics(List<Source> sources, List<Metric> metrics) {
        Require.that(
                !sources.isEmpty(), "sources", "expected at least one source: without evidence no stage could end");
        Map<Name, Source> named = sources.stream().collect(Collectors.toMap(Source::name, Function.identity()));
        for (int i = 0; i < metrics.size(); i++) {
            Metric metric = metrics.get(i);
            Source source = named.get(metric.source());
            String field = "metrics[" + i + "]";
            Require.that(
                    source != null,
                    field + ".source",
                    "expected the name of a source of this plan, found " + metric.source());
            if (source != null) {
                Require.that(
                        fits(source, metric.read()),
                        field + ".read.kind",
                        "can't be read from source " + source.name() + ": expected " + kinds(source));
                candidate(field, source, metric);
                comparison(field, source, metric);
                yesOrNo(field, metric);
                SurroundingsRules.unit(field, metric);
            }
        }
    }

    private static void comparison(String field, Source source, Metric metric) {
        if (!compares(metric)) {
            return;
        }
        Require.that(
                knowsStable(source),
                field + ".source",
                "expected a source that knows stable ('stable': the addresses of stable's instances, its servers, or for"
                        + " prometheus its labels), to compare with");
        boolean asRatio = !(metric.read() instanceof Reading.Versus versus) || versus.as() == Reading.Versus.As.RATIO;
        Require.that(
                !asRatio || metric.unit().dimension() == Unit.RATIO.dimension(),
                field + ".unit",
                "expected ratio or %: a comparison gives a probability, and a versus as ratio a ratio");
    }

    private static void candidate(String field, Source source, Metric metric) {
        Require.that(
                !(source instanceof Source.Prometheus prometheus)
                        || metric.read() instanceof Reading.Promql
                        || prometheus.candidate().isPresent(),
                field + ".source",
                "expected a source with 'candidate', labels such as job=\"shop\",version=\"2\" that tell the candidate's"
                        + " series, or 'read' with kind promql");
    }

    static boolean knowsStable(Source source) {
        return switch (source) {
            case Source.Prometheus prometheus -> prometheus.stable().isPresent();
            case Source.Scrape scrape -> !scrape.stable().isEmpty();
            case Source.HaproxyStats haproxy -> haproxy.stable().isPresent();
            case Source.Json json -> false;
            case Source.Pushed pushed -> false;
            case Source.Network network -> false;
            case Source.Registry registry -> false;
            case Source.Kubernetes kubernetes -> false;
        };
    }

    private static void yesOrNo(String field, Metric metric) {
        boolean yesOrNo = metric.read() instanceof Reading.Status
                || (metric.read() instanceof Reading.Json json && json.equals().isPresent());
        Require.that(
                !yesOrNo || metric.unit() == Unit.COUNT,
                field + ".unit",
                "expected count: what is read is 1 or 0, found " + metric.unit().symbol());
    }

    private static boolean fits(Source source, Reading reading) {
        return switch (source) {
            case Source.Prometheus p -> reading instanceof Reading.Promql || scraped(reading);
            case Source.Pushed p -> reading instanceof Reading.Sample;
            case Source.Json j -> reading instanceof Reading.Json || reading instanceof Reading.Status;
            case Source.Scrape s -> scraped(reading);
            case Source.HaproxyStats h -> scraped(reading) && !needsHistogram(reading);
            case Source.Network n -> reading instanceof Reading.OfNetwork;
            case Source.Registry r -> reading instanceof Reading.Image;
            case Source.Kubernetes k -> reading instanceof Reading.OfObject;
        };
    }

    private static boolean scraped(Reading reading) {
        return switch (reading) {
            case Reading.Gauge g -> true;
            case Reading.Rate r -> true;
            case Reading.Increase i -> true;
            case Reading.Ratio r -> true;
            case Reading.Quantile q -> true;
            case Reading.Share s -> true;
            case Reading.Comparison c -> true;
            case Reading.Versus v -> true;
            case Reading.Promql p -> false;
            case Reading.Json j -> false;
            case Reading.Status s -> false;
            case Reading.Sample s -> false;
            case Reading.Surroundings f -> false;
        };
    }

    private static boolean needsHistogram(Reading reading) {
        return reading instanceof Reading.Quantile
                || (reading instanceof Reading.Comparison comparison
                        && comparison.slowerThan().isPresent())
                || (reading instanceof Reading.Versus versus && needsHistogram(versus.read()));
    }

    private static String kinds(Source source) {
        return switch (source) {
            case Source.Prometheus p -> "promql, gauge, rate, increase, ratio, quantile, share, comparison or versus";
            case Source.Pushed p -> "sample";
            case Source.Scrape s -> "gauge, rate, increase, ratio, quantile, share, comparison or versus";
            case Source.HaproxyStats h ->
                "gauge, rate, increase, ratio, share, comparison of counters, or versus; HAProxy has no histograms, so no"
                        + " quantile and no slowerThan";
            case Source.Json j -> "json or status";
            case Source.Network n -> "reachable, connect, resolves or certificate";
            case Source.Registry r -> "image";
            case Source.Kubernetes k -> "object, keys or ready";
        };
    }

    private static void stages(List<Stage> stages) {
        Weight before = Weight.ZERO;
        for (int i = 0; i < stages.size(); i++) {
            Weight weight = stages.get(i).weight();
            Require.that(
                    weight.compareTo(before) > 0,
                    "stages[" + i + "].weight",
                    "expected more than the stage before it (" + before + "), found " + weight);
            before = weight;
        }
        Require.that(
                before.equals(Weight.FULL),
                "stages[" + (stages.size() - 1) + "].weight",
                "expected 100% in the last stage, found " + before);
    }

    private static void checks(String field, Map<Name, Metric> metrics, List<Check> checks) {
        for (int i = 0; i < checks.size(); i++) {
            condition(
                    field + "[" + i + "]",
                    "expect",
                    metrics,
                    checks.get(i).metric(),
                    checks.get(i).expect());
            InstanceRules.check(
                    field + "[" + i + "].expect", metrics.get(checks.get(i).metric()), checks.get(i));
        }
    }

    /** Where there is nothing to compare with, every comparison holds: that lets no stage end. */
    private static void evidence(String field, Map<Name, Metric> metrics, List<Check> checks) {
        Require.that(
                checks.isEmpty()
                        || checks.stream()
                                .filter(check -> !check.onlyShown())
                                .anyMatch(check -> !compares(metrics.get(check.metric()))),
                field,
                "expected at least one check whose metric is no comparison: a comparison accuses and never acquits;"
                        + " one with dryRun is of no consequence");
    }

    /** Checks that are judged beside the stages. */
    private static void beside(String field, Map<Name, Metric> metrics, List<Check> checks) {
        checks(field, metrics, checks);
        for (int i = 0; i < checks.size(); i++) {
            Require.that(
                    !compares(metrics.get(checks.get(i).metric())),
                    field + "[" + i + "].metric",
                    "expected a metric that is no comparison: beside a stage there may be nothing to compare with");
            Require.that(
                    !checks.get(i).limited(),
                    field + "[" + i + "]",
                    "expected no limits and no warmUp: a step of checks counts its own 'failures'");
        }
        Require.that(
                checks.stream().anyMatch(check -> !check.onlyShown()),
                field,
                "expected at least one check that is no dryRun: without evidence it would never be done");
    }

    private static void triggers(Map<Name, Metric> metrics, Triggers triggers) {
        for (int i = 0; i < triggers.list().size(); i++) {
            Trigger trigger = triggers.list().get(i);
            condition("triggers.list[" + i + "]", "when", metrics, trigger.metric(), trigger.when());
            InstanceRules.check("triggers.list[" + i + "].when", metrics.get(trigger.metric()), trigger);
        }
    }

    /** A trigger that never counts in a stage protects nobody there. */
    private static void warmUps(Triggers triggers, List<Stage> stages) {
        for (int i = 0; i < triggers.list().size(); i++) {
            Trigger trigger = triggers.list().get(i);
            String field = "triggers.list[" + i + "].warmUp";
            if (trigger.decisive()) {
                trigger.warmUp().ifPresent(warmUp -> stages.forEach(stage -> shorter(field, warmUp, stage)));
            }
        }
    }

    private static void shorter(String field, Span warmUp, Stage stage) {
        Require.that(
                warmUp.millis() < stage.duration().millis(),
                field,
                "expected less than the duration of every stage: in stage " + stage.name() + ", of " + stage.duration()
                        + ", the trigger would never count");
    }

    private static boolean compares(@Nullable Metric metric) {
        return metric != null
                && (metric.read() instanceof Reading.Comparison || metric.read() instanceof Reading.Versus);
    }

    private static void condition(
            String field, String bound, Map<Name, Metric> metrics, Name name, Condition condition) {
        Metric metric = metrics.get(name);
        Require.that(metric != null, field + ".metric", "expected the name of a metric of this plan, found " + name);
        if (metric != null) {
            Unit unit = condition.bound().unit();
            Require.that(
                    unit.dimension() == metric.unit().dimension(),
                    field + "." + bound,
                    "expected a bound that compares with " + metric.unit().symbol() + " of metric " + name + ", found "
                            + unit.symbol());
        }
    }
}
