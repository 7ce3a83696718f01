package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Target;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One rollout as its author wants it: what, through which routers, in which stages, judged by what, and what happens
 * when it goes wrong. A plan that exists is complete and consistent: everything that was left out has its default, and
 * what would contradict itself was refused with a {@link Refusal} that names the field.
 *
 * <p>Durations are as written. Ask {@link #durationOf}, {@link #validationPeriod} and {@link #triggerPeriod} for those
 * that count: they are divided by {@code speedup}, which shortens a plan for trying it out. The safety net's limits are
 * never shortened.
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Plan(
        String apiVersion,
        Target target,
        String version,
        Optional<String> stableVersion,
        OnConflict onConflict,
        Optional<OnDrift> onDrift,
        Speedup speedup,
        Topology topology,
        List<Router> routers,
        List<Source> sources,
        List<Metric> metrics,
        Validation validation,
        Triggers triggers,
        List<Stage> stages,
        SafetyNet safetyNet,
        Optional<Span> bake,
        Rollback rollback,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Workload> workloads,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Step> steps,
        Optional<Data> data,
        People people) {
    public static final String API_VERSION = "sluice.dev/v1";
    /** However much a plan is sped up, it is not evaluated more often than this. */
    public static final Span SHORTEST_PERIOD = Span.ofMillis(200);

    private static final Span BAKE_LONGEST = Span.ofDays(7);
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}");

    public Plan {
        Require.that(
                apiVersion == null || apiVersion.equals(API_VERSION),
                "apiVersion",
                "expected " + API_VERSION + ", found " + Refusal.shown(apiVersion));
        apiVersion = API_VERSION;
        Require.present("target", target);
        Require.matching("version", version, VERSION, "the new version, such as \"5.1\"");
        onConflict = Require.orElse(onConflict, OnConflict.REFUSE);
        onDrift = Require.orElse(onDrift, Optional.empty());
        speedup = Require.orElse(speedup, Speedup.NONE);
        topology = Require.orElse(topology, Topology.ENTRANCES);
        routers = RouterRules.complete(target, Require.listOrEmpty(routers));
        sources = SurroundingsRules.complete(target, Require.listOrEmpty(sources));
        metrics = metrics == null || metrics.isEmpty()
                ? Defaults.metrics(sources)
                : Templates.complete(sources, List.copyOf(metrics));
        stages = stages == null || stages.isEmpty() ? Defaults.STAGES : List.copyOf(stages);
        validation = Require.orElse(validation, Validation.EMPTY).orDefaults(metrics);
        triggers = Require.orElse(triggers, Triggers.EMPTY).orDefaults(metrics);
        safetyNet = Require.orElse(safetyNet, SafetyNet.DEFAULT);
        bake = Require.orElse(bake, Optional.empty());
        Require.that(
                bake.filter(span -> span.compareTo(BAKE_LONGEST) > 0).isEmpty(),
                "bake",
                "expected at most " + BAKE_LONGEST + ": the old version is kept that long");
        rollback = Require.orElse(rollback, Rollback.DEFAULT);
        workloads = WorkloadRules.complete(target, Require.listOrEmpty(workloads));
        steps = StepRules.complete(target, Require.listOrEmpty(steps));
        data = Require.orElse(data, Optional.empty());
        people = Require.orElse(people, People.NONE);
        PlanRules.check(target, topology, routers, sources, metrics, validation, triggers, stages, steps);
        PlanRules.distinct("workloads", workloads, Workload::name);
        WorkloadRules.check(workloads, stages, bake, routers);
        PlanRules.distinct("steps", steps, Step::name);
        StepRules.check(steps, stages);
    }

    /** How long a stage lasts at least, from the moment its traffic is switched; 0-based. */
    public Span durationOf(int stage) {
        return speedup.of(stages.get(stage).duration());
    }

    public Span validationPeriod() {
        return period(validation.every());
    }

    public Span triggerPeriod() {
        return period(triggers.every());
    }

    private Span period(Span written) {
        Span shortened = speedup.of(written);
        return shortened.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : shortened;
    }

    /** How long after a stage's switch its samples count for nothing, where a check or trigger says so. */
    public Span warmUp(Optional<Span> written) {
        return written.map(speedup::of).orElse(Span.ofMillis(0));
    }

    /** How long after its due time a stage may wait for its validation before it fails. */
    public Span deadline() {
        return speedup.of(validation.deadline());
    }

    /** How long the new version is watched on after 100 %, and can be rolled back; empty when it is not. */
    public Optional<Span> bakeTime() {
        return bake.map(speedup::of);
    }

    /** Whether a share that somebody else changed stays on the way up; by default it is set again. */
    public boolean respectsDrift() {
        return onDrift.equals(Optional.of(OnDrift.RESPECT));
    }

    /** The planned length of all stages together. */
    public Span plannedLength() {
        Span total = Span.ofMillis(0);
        for (int stage = 0; stage < stages.size(); stage++) {
            total = new Span(total.duration().plus(durationOf(stage).duration()));
        }
        return total;
    }

    /** The workloads that must take requests when this stage starts, in the plan's order. */
    public List<Workload> preparedFor(int stage) {
        return workloads.stream()
                .filter(workload -> workload.prepare()
                        .filter(preparation -> WorkloadRules.stageOf(preparation, stages) <= stage)
                        .isPresent())
                .toList();
    }

    /** The steps that are done before this stage's workloads are brought up, in order. */
    public List<Step> stepsUpTo(int stage) {
        return StepRules.upTo(steps, stages, stage);
    }

    /** The steps that are done once this stage's workloads take requests and before it gets traffic, in order. */
    public List<Step> stepsOnceReady(int stage) {
        return StepRules.onceReady(steps, stages, stage);
    }

    /** The steps that are done while this stage is watched, in order. */
    public List<Step> stepsDuring(int stage) {
        return StepRules.during(steps, stages, stage);
    }

    /** The steps that are done once stable has everything again, in order. */
    public List<Step> stepsOnRollback() {
        return steps.stream().filter(step -> step.place() == Place.ROLLBACK).toList();
    }

    public Step step(Name name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a plan has no step " + name));
    }

    /** The workloads that are shut down when the candidate has everything: at once, or once the old version is let go. */
    public List<Workload> retiredOnceComplete(boolean withStable) {
        return workloads.stream()
                .filter(workload -> workload.onComplete() != RetireAction.KEEP)
                .filter(workload -> withStable || workload.role() != Role.STABLE)
                .toList();
    }

    public boolean isLast(int stage) {
        return stage == stages.size() - 1;
    }

    /** What has to hold in a stage: its own checks, or those of the validation where it has none. */
    public List<Check> checks(int stage) {
        List<Check> own = stages.get(stage).checks();
        return own.isEmpty() ? validation.checks() : own;
    }

    public Metric metric(Name name) {
        return metrics.stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a plan without metric " + name + " was let in"));
    }

    public Source source(Name name) {
        return sources.stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a plan without source " + name + " was let in"));
    }

    /** The routers that split traffic: all entrances, or the one that splits in a chain. */
    public List<Router> splitters() {
        return PlanRules.splitters(topology, routers);
    }
}
