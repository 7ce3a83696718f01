package dev.sluice.health;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.measure.Measurement.Beat;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.measure.PushedSample;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Source;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.health.domain.Beats;
import dev.sluice.health.domain.Comparisons;
import dev.sluice.health.domain.DueChecks;
import dev.sluice.health.domain.Exposure;
import dev.sluice.health.domain.Owed;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Spread;
import dev.sluice.health.pushed.PushedSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The watch over one open rollout, from the moment it is known here until it is on its way back, over, or another's.
 * Everything happens on the loop. What was not told when the process died is found again by the next owner, from the
 * state and from fresh samples.
 */
final class RolloutWatch {
    private final Surroundings around;
    private final RolloutId rollout;
    private final Plan plan;
    private final int partition;
    private final long sinceNanos;
    private final OpenSources sources;
    private final TriggerRounds triggers;
    private final CheckRounds checks;
    private final StepRounds steps;
    private final FactDesk desk;
    private final Comparisons comparisons = new Comparisons();
    private TargetState state;
    private Optional<Exposure> exposure = Optional.empty();
    private boolean looked;
    /** What is watched was watched by another instance until now. */
    private boolean tookOver;

    RolloutWatch(Surroundings around, TargetState state, RolloutState open, int partition) {
        this.around = around;
        this.state = state;
        this.rollout = open.id();
        this.plan = open.plan();
        this.partition = partition;
        this.sinceNanos = around.loop().nanoTime();
        this.sources = new OpenSources(around, plan);
        this.triggers = new TriggerRounds(around, this, plan);
        this.checks = new CheckRounds(around, this, plan);
        this.steps = new StepRounds(around, this, plan);
        this.desk = new FactDesk(around, plan.target(), () -> tell(Optional.empty()));
    }

    RolloutId rollout() {
        return rollout;
    }

    int partition() {
        return partition;
    }

    Optional<Exposure> exposure() {
        return exposure;
    }

    /** When the stage's time has passed, by the journal; absent while it is paused. */
    Optional<Instant> due() {
        return state.open().flatMap(RolloutState::due);
    }

    /** What the journal holds of the stage's checks. */
    List<MetricReading> stageReadings() {
        return state.open()
                .filter(rollout -> !rollout.stages().isEmpty())
                .map(rollout -> rollout.stages().getLast().readings())
                .orElse(List.of());
    }

    /** The journal's time. */
    Instant now() {
        return around.reader().now(partition);
    }

    /** The state is this now: arms what has to run, stops what has not, tells what is owed. */
    void look(TargetState now) {
        Optional<Exposure> before = exposure;
        state = now;
        exposure = Exposure.of(now);
        tookOver = !looked && exposure.isPresent();
        looked = true;
        desk.settle(now, this::told);
        steps.look(now.open().filter(RolloutState::goingUp).flatMap(DueChecks::of));
        if (exposure.isEmpty()) {
            triggers.stop();
            checks.stop();
            tell(Optional.empty());
            return;
        }
        boolean begins =
                exposure.get().watch().isPresent() && !before.map(Exposure::of).equals(exposure.map(Exposure::of));
        if (begins || !triggers.running()) {
            triggers.evaluate();
        }
        exposure.get().watch().ifPresentOrElse(checks::look, checks::stop);
        tell(Optional.empty());
    }

    private void told(Owed owed) {
        if (owed.topic() instanceof Owed.Topic.Stage stage) {
            checks.told(stage.of(), stage.run(), stage.told());
        }
    }

    /**
     * From a first round, which comes at once, to the second: a period, or after a take-over, when those of many rollouts
     * come at once, a part of it.
     */
    Duration untilSecond(Duration period) {
        return tookOver ? Spread.within(period, rollout) : period;
    }

    /** Sends what the journal is owed by now. */
    void tell(Optional<String> cause) {
        desk.owe(Owed.of(state, triggers.memories(), checks.memory(), steps.attempt()), cause);
    }

    void ask(Collection<Name> metrics, Consumer<Sampled> to) {
        sources.ask(metrics, sampled -> to.accept(compared(sampled)));
    }

    private Sampled compared(Sampled sampled) {
        int stage = exposure.map(Exposure::stage).orElse(0);
        return new Sampled(
                sampled.metric(), comparisons.compared(sampled.metric(), sampled.sample(), stage), sampled.readAt());
    }

    void publish(StageEvaluated.Kind kind, Verdict verdict, List<MetricReading> readings, Optional<String> cause) {
        publish(kind, exposure.map(Exposure::stage).orElse(0), verdict, readings, cause);
    }

    void publish(
            StageEvaluated.Kind kind,
            int stage,
            Verdict verdict,
            List<MetricReading> readings,
            Optional<String> cause) {
        Instant at = now();
        around.evaluations().add(plan.target(), new StageEvaluated(rollout, stage, kind, verdict, at, readings), cause);
    }

    /** A sample was pushed. Only the candidate's are judged. */
    void pushed(PushedSample pushed, Instant readAt, Optional<String> cause) {
        if (exposure.isEmpty() || !pushed.version().equals(plan.version())) {
            return;
        }
        for (Metric metric : plan.metrics()) {
            if (metric.name().equals(pushed.metric()) && plan.source(metric.source()) instanceof Source.Pushed source) {
                Sample sample = PushedSamples.sample(source, metric, pushed, readAt);
                triggers.arrived(new Sampled(metric, sample, readAt), cause);
                checks.arrived(metric.name());
            }
        }
    }

    Optional<Beat> beat() {
        return exposure.flatMap(known -> {
            Duration sinceSwitch = Duration.between(known.switchedAt(), now());
            Beats.Moment moment = new Beats.Moment(
                    around.loop().nanoTime(), sinceSwitch.isNegative() ? Duration.ZERO : sinceSwitch, sinceNanos);
            return Beats.beat(rollout, known.of(), plan, triggers.memories(), moment);
        });
    }

    void close() {
        triggers.stop();
        checks.stop();
        steps.stop();
        desk.close();
        sources.close();
    }
}
