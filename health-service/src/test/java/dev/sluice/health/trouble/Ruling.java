package dev.sluice.health.trouble;

import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.plan.Trigger;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Weight;
import dev.sluice.health.Given;
import dev.sluice.health.domain.Judged;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.TriggerJudge;
import dev.sluice.health.domain.TriggerMemory;
import dev.sluice.health.domain.ValidationJudge;
import java.time.Duration;
import java.util.List;

/**
 * What is made of one sample, the first of its stage.
 *
 * @param well the condition of the check; its opposite is that of the trigger
 */
record Ruling(Metric metric, Condition well, Sample sample) {
    /** By a check that expects it to be well. */
    Verdict validated() {
        Check check = new Check(metric.name(), well);
        Judged judged = Judged.of(check, metric, sample, Duration.ZERO, Duration.ZERO);
        return ValidationJudge.verdict(List.of(judged), Weight.FULL);
    }

    /** By a trigger that fires when it is not. */
    Verdict triggered() {
        Trigger trigger = trigger(Trigger.NoData.UNKNOWN);
        TriggerMemory memory = memory(trigger);
        if (TriggerJudge.fires(trigger, memory)) {
            return Verdict.UNHEALTHY;
        }
        return TriggerJudge.cleared(trigger, memory) ? Verdict.HEALTHY : Verdict.UNKNOWN;
    }

    /** Whether a trigger takes it for no breach whose plan says that no data is none. */
    boolean noBreachWithoutData() {
        return memory(trigger(Trigger.NoData.NO_BREACH)).shown().orElseThrow().outcome() == Outcome.NOT_HELD;
    }

    private TriggerMemory memory(Trigger trigger) {
        TriggerJudge.Occasion first = new TriggerJudge.Occasion(7, 0, Given.START, 1, Duration.ZERO);
        return TriggerJudge.judge(trigger, metric, Duration.ZERO, TriggerMemory.NEW, sample, first);
    }

    private Trigger trigger(Trigger.NoData noData) {
        return new Trigger(metric.name(), metric.name(), breach(), 1, Reaction.ROLLBACK, noData);
    }

    private Condition breach() {
        String text = well.toString();
        return Condition.parse(text.startsWith("<=") ? text.replace("<=", ">") : text.replace(">=", "<"));
    }
}
