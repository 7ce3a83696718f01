package dev.sluice.analyze.replay;

import dev.sluice.analyze.replay.Course.Remark;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.plan.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes down what the services tell of the rollout, until it is known how it ends. */
final class Chronicle {
    private final Plan plan;
    private final List<StageTally> stages = new ArrayList<>();
    private final List<Tally> triggers = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();
    private Optional<Fact.MetricsBreached> breach = Optional.empty();
    private Instant breachedAt = Instant.EPOCH;
    private String failing = "";
    private Optional<End> end = Optional.empty();

    Chronicle(Plan plan) {
        this.plan = plan;
        plan.triggers().list().forEach(trigger -> triggers.add(new Tally(trigger.when(), true)));
    }

    /** A reading's value in the base unit of its dimension; NaN where it has none. */
    static double base(Plan plan, MetricReading reading) {
        return reading.value().isPresent()
                ? plan.metric(reading.metric()).unit().toBase(reading.value().getAsDouble())
                : Double.NaN;
    }

    Optional<End> end() {
        return end;
    }

    void evaluated(StageEvaluated evaluated) {
        if (end.isPresent()) {
            return;
        }
        switch (evaluated.kind()) {
            case VALIDATION ->
                stages.stream()
                        .filter(stage -> stage.stage() == evaluated.stage())
                        .forEach(stage -> stage.add(evaluated));
            case TRIGGERS -> triggers(evaluated.readings());
            case STEP -> {}
        }
    }

    /** In the order of the plan, as they are published. */
    private void triggers(List<MetricReading> readings) {
        for (int each = 0; each < readings.size(); each++) {
            triggers.get(each).add(readings.get(each), base(plan, readings.get(each)));
        }
    }

    /** An event was let into the journal; the rest of the catalogue changes nothing of what is told here. */
    void happened(JournalEvent event, Instant at) {
        if (end.isPresent()) {
            return;
        }
        if (event instanceof Lifecycle.TrafficSwitched switched) {
            failing = "";
            stages.add(new StageTally(plan, switched.stage(), at));
        } else if (event instanceof Lifecycle.StageCompleted completed) {
            stages.getLast().complete(at);
        } else if (event instanceof Fact.MetricsBreached breached) {
            breached(breached, at);
        } else if (event instanceof Fact.HealthRecovered recovered) {
            remark(at, "recovered: " + recovered.reading().sentence());
        } else if (event instanceof Fact.ValidationFailed failed) {
            failing = sentences(failed.readings());
            remark(at, "validation failed, " + failed.failures() + " in a row: " + failing);
        } else if (event instanceof Fact.ChecksJudged judged) {
            remark(at, "step " + judged.step() + ": " + word(judged.result()) + ": " + judged.sentence());
        } else if (event instanceof Lifecycle.GateOpened) {
            remark(at, "its time has passed: a person is taken to open the gate");
        } else if (event instanceof Lifecycle.BakeStarted) {
            remark(at, "all stages complete: watched on for " + plan.bakeTime().orElseThrow());
        } else if (event instanceof Lifecycle.SafetyNetUsed used) {
            net(used, at);
        } else {
            ended(event, at);
        }
    }

    private void breached(Fact.MetricsBreached breached, Instant at) {
        if (breached.reaction() == Reaction.ROLLBACK || breach.isEmpty()) {
            breach = Optional.of(breached);
            breachedAt = at;
        }
        remark(at, "breach: " + sentence(breached) + ": " + word(breached.reaction()));
    }

    private void net(Lifecycle.SafetyNetUsed used, Instant at) {
        if (used.action() == NetAction.RESTORE) {
            end = Optional.of(new End.RolledBack(at, stage(), Optional.empty(), "by the safety net: " + used.detail()));
        } else {
            remark(at, "safety net: " + word(used.action()) + ": " + used.detail());
        }
    }

    private void ended(JournalEvent event, Instant at) {
        if (event instanceof Fact.RollbackRequested requested) {
            end = Optional.of(breach.filter(known -> known.reaction() == Reaction.ROLLBACK)
                    .map(known ->
                            new End.RolledBack(breachedAt, stage(), Optional.of(known.trigger()), sentence(known)))
                    .orElseGet(() -> new End.RolledBack(
                            at, stage(), Optional.empty(), requested.by().reason())));
        } else if (event instanceof Lifecycle.StageFailed failed) {
            if (stages.isEmpty()) {
                end = Optional.of(new End.NotBegun(at, failed.reason()));
                return;
            }
            String which = failing.isEmpty() ? "" : ": " + failing;
            end = Optional.of(new End.RolledBack(at, failed.stage(), Optional.empty(), failed.reason() + which));
        } else if (event instanceof Lifecycle.RolloutPaused paused) {
            end = Optional.of(new End.Paused(
                    at, stage(), breach.map(this::sentence).orElse(paused.by().reason())));
        } else if (event instanceof Lifecycle.ClosingStarted || event instanceof Lifecycle.RolloutCompleted) {
            end = Optional.of(new End.Completed(at));
        } else if (event instanceof Lifecycle.CommandRefused refused) {
            end = Optional.of(new End.NotBegun(at, refused.detail()));
        } else if (event instanceof Lifecycle.RolloutAborted aborted) {
            end = Optional.of(new End.NotBegun(at, aborted.by().reason()));
        } else if (event instanceof Lifecycle.RolloutFailed failed) {
            end = Optional.of(new End.NotBegun(at, failed.reason()));
        }
    }

    private int stage() {
        return stages.isEmpty() ? 0 : stages.getLast().stage();
    }

    /** The rollout goes on where the recording ends. */
    End open(Instant at) {
        return stages.isEmpty()
                ? new End.NotBegun(at, "no stage began")
                : new End.Open(at, stage(), "the recording ends there");
    }

    private String sentence(Fact.MetricsBreached breached) {
        int consecutive = plan.triggers().list().stream()
                .filter(trigger -> trigger.name().equals(breached.trigger()))
                .mapToInt(Trigger::consecutive)
                .findFirst()
                .orElse(1);
        return breached.reading().sentence() + (consecutive == 1 ? "" : ", " + consecutive + " in a row");
    }

    private static String sentences(List<MetricReading> readings) {
        return String.join(
                ", ",
                readings.stream()
                        .filter(reading -> reading.outcome() == MetricReading.Outcome.NOT_HELD)
                        .map(MetricReading::sentence)
                        .toList());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void remark(Instant at, String text) {
        remarks.add(new Remark(at, text));
    }

    Course course(Instant from, End how) {
        List<TriggerCourse> courses = new ArrayList<>();
        for (int each = 0; each < triggers.size(); each++) {
            courses.add(new TriggerCourse(
                    plan.triggers().list().get(each), triggers.get(each).bounded()));
        }
        return new Course(plan, from, stages.stream().map(StageTally::course).toList(), courses, remarks, how);
    }
}
