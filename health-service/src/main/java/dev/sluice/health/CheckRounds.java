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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates the checks of the watched stage: on their period, when the watch begins, and at the stage's due time. No metric
 * waits for another: an evaluation is told when the answers that are still missing can't change its verdict, and published
 * when they are here or the next one begins. What has not answered is not asked again before it has, and is unknown meanwhile.
 */
final class CheckRounds {
    /** The shortest period that a plan can have, and so the least time between two that cost requests. */
    private static final Duration SHORTEST = Duration.ofMillis(200);
    /** How long a verdict that nothing can change any more waits for the answers that are missing, for a whole record. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Surroundings around;
    private final RolloutWatch watch;
    private final Plan plan;
    private Optional<ValidationMemory> memory = Optional.empty();
    /** The newest memory of the stage that was watched last, which a pause ends and a resume goes on from. */
    private Optional<ValidationMemory> earlier = Optional.empty();

    private int stage;
    private Optional<CheckRound> round = Optional.empty();
    /** What has not answered. */
    private final Map<Name, CheckRound.Ask> asked = new HashMap<>();

    private long beganNanos;
    private Optional<Loop.Timer> next = Optional.empty();
    private Optional<Loop.Timer> atDue = Optional.empty();
    private Optional<Loop.Timer> grace = Optional.empty();

    CheckRounds(Surroundings around, RolloutWatch watch, Plan plan) {
        this.around = around;
        this.watch = watch;
        this.plan = plan;
    }

    Optional<ValidationMemory> memory() {
        return memory;
    }

    /** The journal holds this much of a run of failures now. */
    void told(int run, ValidationMemory.Told told) {
        memory = memory.map(known -> known.told(run, told));
    }

    /** Looks at what is watched: a new watch is evaluated at once, and nothing asked for another one counts for it. */
    void look(Watch now) {
        if (memory.filter(known -> known.of() == now.judgedOf()).isEmpty()) {
            keep();
            int stageNow = watch.exposure().map(Exposure::stage).orElse(stage);
            Optional<ValidationMemory> same = earlier.filter(known -> stage == stageNow);
            ValidationMemory fresh = ValidationMemory.from(now, plan.validation());
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
        end();
        asked.clear();
    }

    private void keep() {
        earlier = memory.or(() -> earlier);
    }

    private void armDue() {
        boolean pending = atDue.isPresent();
        atDue.ifPresent(Loop.Timer::cancel);
        Duration left = watch.due()
                .map(due -> Duration.between(watch.now(), due))
                .filter(wait -> wait.isPositive())
                .orElse(Duration.ZERO);
        atDue = left.isZero() ? Optional.empty() : Optional.of(around.loop().after(left, this::due));
        if (pending && left.isZero() && dueMet() && !evaluatedAtDue()) {
            evaluate();
        }
    }

    /** A record may be handled after the due time and before its timer, which is then cancelled: its work is left to do. */
    private boolean evaluatedAtDue() {
        return memory.filter(ValidationMemory::dueMet).isPresent()
                || round.filter(CheckRound::begunAtDue).isPresent();
    }

    private void due() {
        atDue = Optional.empty();
        if (!dueMet()) {
            armDue();
        } else {
            evaluate();
        }
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
        round.filter(CheckRound::begun).ifPresent(this::close);
        begin(false);
    }

    /** One that a sample caused leaves the period alone: it counts no unknown, and a stream would put off all that do. */
    private void begin(boolean arrived) {
        Optional<Exposure> exposure = watch.exposure();
        if (exposure.isEmpty()) {
            return;
        }
        CheckRound begun = new CheckRound(plan.checks(exposure.get().stage()), dueMet(), arrived);
        end();
        round = Optional.of(begun);
        Set<Name> free = begun.metrics();
        free.removeAll(asked.keySet());
        beganNanos = around.loop().nanoTime();
        Duration sinceSwitch = Duration.between(exposure.get().switchedAt(), watch.now());
        CheckRound.Ask ask = new CheckRound.Ask(sinceSwitch, dueMet());
        free.forEach(metric -> asked.put(metric, ask));
        watch.ask(free, sampled -> answered(ask, sampled));
    }

    private void answered(CheckRound.Ask ask, Sampled sampled) {
        Name metric = sampled.metric().name();
        if (asked.get(metric) != ask || round.isEmpty()) {
            return;
        }
        asked.remove(metric);
        CheckRound now = round.get();
        now.answered(metric, sampled.sample(), ask);
        if (!now.complete()) {
            early(now);
            return;
        }
        end();
        close(now);
        if (now.begunAtDue() && !now.dueMet()) {
            evaluate();
        }
    }

    private void end() {
        round = Optional.empty();
        grace.ifPresent(Loop.Timer::cancel);
        grace = Optional.empty();
    }

    /** What is missing can't change a verdict any more. */
    private void early(CheckRound now) {
        ValidationMemory before = memory.orElseThrow();
        ValidationMemory after = after(now, before);
        boolean limit = after.limit().isPresent() && before.limit().isEmpty();
        if (grace.isEmpty() && (after.verdict() != Verdict.UNKNOWN || limit)) {
            grace = Optional.of(around.loop().after(GRACE, () -> judge(now)));
        }
    }

    private ValidationMemory after(CheckRound now, ValidationMemory before) {
        return ValidationJudge.judge(
                before, now.evaluation(plan), plan.validation().score(), now.dueMet(), now.counted());
    }

    private void judge(CheckRound now) {
        ValidationMemory before = memory.orElseThrow();
        ValidationMemory after = after(now, before);
        now.judged(after.failures() > before.failures());
        memory = Optional.of(after);
        watch.tell(Optional.empty());
    }

    /** Every evaluation is published once, with all that answered in it. */
    private void close(CheckRound now) {
        List<Judged> evaluation = now.evaluation(plan);
        if (now.hasNews()) {
            judge(now);
        }
        watch.publish(
                StageEvaluated.Kind.VALIDATION,
                memory.orElseThrow().verdict(),
                evaluation.stream().map(Judged::reading).toList(),
                Optional.empty());
    }

    /**
     * A sample of this metric has arrived by itself. It is judged at once where nothing else has to be asked for it, or
     * where nothing is known so far; otherwise a fast stream of samples would become a stream of requests.
     */
    void arrived(Name metric) {
        Optional<Exposure> exposure =
                watch.exposure().filter(known -> known.watch().isPresent());
        if (exposure.isEmpty() || round.isPresent()) {
            return;
        }
        List<Check> checks = plan.checks(exposure.get().stage());
        boolean concerned = checks.stream().anyMatch(check -> check.metric().equals(metric));
        boolean free = checks.stream().allMatch(check -> pushed(check.metric()));
        boolean unknown =
                memory.filter(known -> known.verdict() == Verdict.UNKNOWN).isPresent();
        if (concerned && (free || (unknown && rested()))) {
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
