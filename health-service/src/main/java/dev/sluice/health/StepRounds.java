package dev.sluice.health;

import dev.sluice.chassis.Loop;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.DueChecks;
import dev.sluice.health.domain.Judged;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates the checks of a step that is under way, at once and then on the step's period, until they are decided. A source
 * that does not answer within the period has not answered: the next evaluation says so.
 */
final class StepRounds {
    private final Surroundings around;
    private final RolloutWatch watch;
    private final Plan plan;
    private Optional<DueChecks> attempt = Optional.empty();
    private Optional<Round> round = Optional.empty();
    private Optional<Loop.Timer> next = Optional.empty();

    private record Round(Set<Name> open, Map<Name, Sample> samples) {}

    StepRounds(Surroundings around, RolloutWatch watch, Plan plan) {
        this.around = around;
        this.watch = watch;
        this.plan = plan;
    }

    Optional<DueChecks> attempt() {
        return attempt;
    }

    /** This is what is due now, if anything is. */
    void look(Optional<DueChecks> due) {
        if (due.isEmpty()) {
            stop();
        } else if (attempt.filter(due.get()::sameAttempt).isEmpty()) {
            stop();
            attempt = due;
            evaluate();
        }
    }

    void stop() {
        next.ifPresent(Loop.Timer::cancel);
        next = Optional.empty();
        round = Optional.empty();
        attempt = Optional.empty();
    }

    private void evaluate() {
        DueChecks due = attempt.orElseThrow();
        Set<Name> metrics = new LinkedHashSet<>();
        due.task().checks().forEach(check -> metrics.add(check.metric()));
        Round begun = new Round(new LinkedHashSet<>(metrics), new HashMap<>());
        round = Optional.of(begun);
        next = Optional.of(around.loop().after(due.task().every().duration(), this::onPeriod));
        watch.ask(metrics, sampled -> answered(begun, sampled));
    }

    private void onPeriod() {
        round.ifPresent(this::judge);
        if (attempt.filter(due -> due.result().isEmpty()).isPresent()) {
            evaluate();
        }
    }

    private void answered(Round asked, Sampled sampled) {
        if (round.isEmpty() || round.get() != asked) {
            return;
        }
        asked.open().remove(sampled.metric().name());
        asked.samples().put(sampled.metric().name(), sampled.sample());
        if (asked.open().isEmpty()) {
            judge(asked);
        }
    }

    private void judge(Round done) {
        round = Optional.empty();
        DueChecks due = attempt.orElseThrow();
        List<Judged> evaluation =
                due.task().checks().stream().map(check -> judged(check, done)).toList();
        attempt = Optional.of(due.judged(evaluation));
        watch.tell(Optional.empty());
        watch.publish(
                StageEvaluated.Kind.STEP,
                due.stage(),
                DueChecks.verdict(evaluation),
                evaluation.stream().map(Judged::reading).toList(),
                Optional.empty());
    }

    private Judged judged(Check check, Round done) {
        Sample none = new Sample.Failed(
                "no answer within " + attempt.orElseThrow().task().every());
        return Judged.of(
                check,
                plan.metric(check.metric()),
                done.samples().getOrDefault(check.metric(), none),
                Duration.ZERO,
                Duration.ZERO);
    }
}
