package dev.sluice.health;

import dev.sluice.chassis.Loop;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Source;
import dev.sluice.events.story.Watch;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.Exposure;
import dev.sluice.health.domain.Judged;
import dev.sluice.health.domain.ValidationJudge;
import dev.sluice.health.domain.ValidationMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates the checks of the watched stage: on their period, when the watch begins, and at the stage's due time. No metric
 * waits for another: an evaluation is concluded when everything has answered, half a second after what is missing can't
 * change its verdict, or when the next one begins. What has not answered is not asked again before it has.
 */
final class CheckRounds {
    /** The shortest period that a plan can have, and so the least time between two that cost requests. */
    private static final Duration SHORTEST = Duration.ofMillis(200);
    /** How long a verdict that nothing can change any more waits for the answers that are missing, for a whole record. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Surroundings around;
    private final RolloutWatch watch;
    private final Plan plan;
    private final CheckAnswers answers;
    private Optional<ValidationMemory> memory = Optional.empty();
    /** The newest memory of the stage that was watched last, which a pause ends and a resume goes on from. */
    private Optional<ValidationMemory> earlier = Optional.empty();

    private int stage;
    private long beganNanos;
    private boolean begunAtDue;
    /** Whether the evaluation that is under way was counted as a failure: it is one, however its answers come. */
    private boolean counted;

    private Optional<Loop.Timer> next = Optional.empty();
    private Optional<Loop.Timer> atDue = Optional.empty();
    private Optional<Loop.Timer> grace = Optional.empty();

    CheckRounds(Surroundings around, RolloutWatch watch, Plan plan) {
        this.around = around;
        this.watch = watch;
        this.plan = plan;
        this.answers = new CheckAnswers(plan);
    }

    Optional<ValidationMemory> memory() {
        return memory;
    }

    /** The journal holds this much of a run of failures of this watch now; what was told of another one says nothing here. */
    void told(long of, int run, ValidationMemory.Told told) {
        memory = memory.map(known -> known.of() == of ? known.told(run, told) : known);
    }

    /** Looks at what is watched: a new watch is evaluated at once, and nothing asked for another one counts for it. */
    void look(Watch now) {
        if (memory.filter(known -> known.of() == now.judgedOf()).isEmpty()) {
            keep();
            int stageNow = watch.exposure().map(Exposure::stage).orElse(stage);
            Optional<ValidationMemory> same = earlier.filter(known -> stage == stageNow);
            ValidationMemory fresh =
                    ValidationMemory.from(now, plan.validation(), plan.checks(stageNow), watch.stageReadings());
            memory = Optional.of(same.map(fresh::goingOn).orElse(fresh));
            stage = stageNow;
            leave();
            evaluate();
            arm(watch.untilSecond(plan.validationPeriod().duration()));
        }
        armDue();
    }

    void stop() {
        next.ifPresent(Loop.Timer::cancel);
        atDue.ifPresent(Loop.Timer::cancel);
        next = Optional.empty();
        atDue = Optional.empty();
        leave();
        keep();
        memory = Optional.empty();
    }

    private void leave() {
        answers.clear();
        begunAtDue = false;
        endGrace();
    }

    private void endGrace() {
        grace.ifPresent(Loop.Timer::cancel);
        grace = Optional.empty();
    }

    private void keep() {
        earlier = memory.or(() -> earlier);
    }

    private void armDue() {
        atDue.ifPresent(Loop.Timer::cancel);
        Duration left = watch.due()
                .map(due -> Duration.between(watch.now(), due))
                .filter(wait -> wait.isPositive())
                .orElse(Duration.ZERO);
        atDue = left.isZero() ? Optional.empty() : Optional.of(around.loop().after(left, this::armDue));
        if (dueMet() && !evaluatedAtDue()) {
            evaluate();
        }
    }

    /** A record may be handled after the due time and before its timer, which is then cancelled: its work is left to do. */
    private boolean evaluatedAtDue() {
        return begunAtDue || memory.filter(ValidationMemory::dueMet).isPresent();
    }

    private boolean dueMet() {
        Optional<Instant> due = watch.due();
        return due.isPresent() && !watch.now().isBefore(due.get());
    }

    private void arm(Duration wait) {
        next.ifPresent(Loop.Timer::cancel);
        next = Optional.of(around.loop().after(wait, this::evaluate));
    }

    private void evaluate() {
        arm(plan.validationPeriod().duration());
        if (answers.hasNews()) {
            conclude();
        }
        begin(false);
    }

    /** One that a sample caused leaves the period alone: it counts no unknown, and a stream would put off all that do. */
    private void begin(boolean arrived) {
        answers.begin();
        endGrace();
        counted = false;
        begunAtDue = dueMet();
        beganNanos = around.loop().nanoTime();
        Set<Name> metrics = new LinkedHashSet<>();
        checks().forEach(check -> metrics.add(check.metric()));
        ask(metrics, arrived);
    }

    private List<Check> checks() {
        return plan.checks(stage);
    }

    private void ask(Set<Name> metrics, boolean arrived) {
        Map<Name, CheckAnswers.Ask> asks = answers.ask(metrics, sinceSwitch(), dueMet(), arrived);
        watch.ask(asks.keySet(), sampled -> Optional.ofNullable(
                        asks.get(sampled.metric().name()))
                .ifPresent(ask -> answered(ask, sampled)));
    }

    private Duration sinceSwitch() {
        return watch.exposure()
                .map(exposure -> Duration.between(exposure.switchedAt(), watch.now()))
                .orElse(Duration.ZERO);
    }

    private void answered(CheckAnswers.Ask ask, Sampled sampled) {
        Name metric = sampled.metric().name();
        if (!answers.waitsFor(metric, ask)) {
            return;
        }
        if (answers.unjudged(metric)) {
            conclude();
        }
        answers.answered(metric, sampled.sample(), ask);
        Set<Name> tooEarly = answers.tooEarly(checks(), sinceSwitch(), dueMet());
        if (!tooEarly.isEmpty()) {
            ask(tooEarly, false);
        }
        if (answers.settled()) {
            conclude();
        } else if (grace.isEmpty() && sure()) {
            grace = Optional.of(around.loop().after(GRACE, this::conclude));
        }
    }

    /** Whether what is missing can't change the verdict of this evaluation any more, or a limit is reached. */
    private boolean sure() {
        ValidationMemory before = memory.orElseThrow();
        ValidationMemory after = ValidationJudge.judge(
                before, answers.knownInThisOne(checks()), plan.validation().score(), false, counted);
        return after.verdict() != Verdict.UNKNOWN
                || (after.limit().isPresent() && before.limit().isEmpty());
    }

    private void conclude() {
        endGrace();
        ValidationMemory before = memory.orElseThrow();
        List<Judged> evaluation = answers.known(checks());
        ValidationMemory after =
                ValidationJudge.judge(before, evaluation, plan.validation().score(), healthyAtDue(), counted);
        counted |= after.failures() > before.failures();
        memory = Optional.of(after);
        answers.judged();
        watch.tell(Optional.empty());
        watch.publish(
                StageEvaluated.Kind.VALIDATION,
                after.verdict(),
                evaluation.stream().map(Judged::reading).toList(),
                Optional.empty());
    }

    /** Whether the stage is well by what was asked for when its time had passed, and nothing warms up that has a say. */
    private boolean healthyAtDue() {
        return dueMet()
                && !answers.warmsUp(checks(), sinceSwitch())
                && ValidationJudge.verdict(
                                answers.knownAtDue(checks()), plan.validation().score())
                        == Verdict.HEALTHY;
    }

    /**
     * A sample of this metric has arrived by itself. It is judged at once where nothing else has to be asked for it, where
     * nothing is known so far, or while others are still asked; otherwise a fast stream of samples would become a stream of
     * requests.
     */
    void arrived(Name metric) {
        boolean concerned = memory.isPresent()
                && checks().stream().anyMatch(check -> check.metric().equals(metric));
        if (!concerned) {
            return;
        }
        if (!answers.settled()) {
            if (!answers.waitsFor(metric)) {
                ask(Set.of(metric), true);
            }
            return;
        }
        boolean free = checks().stream().allMatch(check -> pushed(check.metric()));
        boolean unknown =
                memory.filter(known -> known.verdict() == Verdict.UNKNOWN).isPresent();
        if (free || (unknown && rested())) {
            begin(true);
        }
    }

    private boolean pushed(Name metric) {
        return plan.source(plan.metric(metric).source()) instanceof Source.Pushed;
    }

    private boolean rested() {
        return Duration.ofNanos(around.loop().nanoTime() - beganNanos).compareTo(SHORTEST) >= 0;
    }
}
