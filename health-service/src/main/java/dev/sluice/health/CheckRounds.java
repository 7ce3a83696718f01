package dev.sluice.health;

import dev.sluice.chassis.Loop;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Source;
import dev.sluice.events.story.Watch;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.health.domain.Exposure;
import dev.sluice.health.domain.Judged;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.ValidationJudge;
import dev.sluice.health.domain.ValidationMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates the checks of the watched stage: on their period, when the watch begins, and at the stage's due time. One
 * evaluation is made of samples that were all asked for in it; there is one at a time.
 */
final class CheckRounds {
    /** The shortest period that a plan can have, and so the least time between two that cost requests. */
    private static final Duration SHORTEST = Duration.ofMillis(200);

    private final Surroundings around;
    private final RolloutWatch watch;
    private final Plan plan;
    private Optional<ValidationMemory> memory = Optional.empty();
    /** The newest memory of the stage that was watched last, which a pause ends and a resume goes on from. */
    private Optional<ValidationMemory> earlier = Optional.empty();

    private int stage;
    private Optional<Round> round = Optional.empty();
    private boolean again;
    private long beganNanos;
    private Optional<Loop.Timer> next = Optional.empty();
    private Optional<Loop.Timer> atDue = Optional.empty();

    /** One evaluation under way; {@code arrived} when a sample that came by itself caused it. */
    private record Round(
            List<Check> checks,
            boolean dueMet,
            boolean arrived,
            Duration sinceSwitch,
            Set<Name> open,
            Map<Name, Sample> samples) {}

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
            round = Optional.empty();
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
        round = Optional.empty();
        keep();
        memory = Optional.empty();
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
            evaluateSoon();
        }
    }

    /** A record may be handled after the due time and before its timer, which is then cancelled: its work is left to do. */
    private boolean evaluatedAtDue() {
        return memory.filter(ValidationMemory::dueMet).isPresent()
                || round.filter(Round::dueMet).isPresent();
    }

    private void due() {
        atDue = Optional.empty();
        if (!dueMet()) {
            armDue();
        } else {
            evaluateSoon();
        }
    }

    private boolean dueMet() {
        Optional<Instant> due = watch.due();
        return due.isPresent() && !watch.now().isBefore(due.get());
    }

    /** At once, or right after the one under way, which may have begun too early. */
    private void evaluateSoon() {
        if (round.isPresent()) {
            again = true;
        } else {
            evaluate();
        }
    }

    private void onPeriod() {
        if (round.isPresent()) {
            arm(plan.validationPeriod().duration());
            again = true;
        } else {
            evaluate();
        }
    }

    private void arm(Duration wait) {
        next.ifPresent(Loop.Timer::cancel);
        next = Optional.of(around.loop().after(wait, this::onPeriod));
    }

    private void evaluate() {
        arm(plan.validationPeriod().duration());
        begin(false);
    }

    /** One that a sample caused leaves the period alone: it counts no unknown, and a stream would put off all that do. */
    private void begin(boolean arrived) {
        again = false;
        Optional<Exposure> exposure = watch.exposure();
        if (exposure.isEmpty()) {
            return;
        }
        List<Check> checks = checks(exposure.get().stage());
        Set<Name> metrics = new LinkedHashSet<>();
        checks.forEach(check -> metrics.add(check.metric()));
        beganNanos = around.loop().nanoTime();
        Duration sinceSwitch = Duration.between(exposure.get().switchedAt(), watch.now());
        Round begun = new Round(checks, dueMet(), arrived, sinceSwitch, new LinkedHashSet<>(metrics), new HashMap<>());
        round = Optional.of(begun);
        watch.ask(metrics, sampled -> answered(begun, sampled));
    }

    private List<Check> checks(int stage) {
        List<Check> own = plan.stages().get(stage).checks();
        return own.isEmpty() ? plan.validation().checks() : own;
    }

    private void answered(Round asked, Sampled sampled) {
        if (round.isEmpty() || round.get() != asked) {
            return;
        }
        asked.open().remove(sampled.metric().name());
        asked.samples().put(sampled.metric().name(), sampled.sample());
        if (asked.open().isEmpty()) {
            round = Optional.empty();
            judge(asked);
        }
    }

    private void judge(Round done) {
        Weight score = plan.validation().score();
        List<Judged> evaluation =
                done.checks().stream().map(check -> judged(check, done)).toList();
        memory = memory.map(known -> ValidationJudge.judge(known, evaluation, score, done.dueMet(), done.arrived()));
        watch.tell(Optional.empty());
        watch.publish(
                StageEvaluated.Kind.VALIDATION,
                ValidationJudge.verdict(evaluation, score),
                evaluation.stream().map(Judged::reading).toList(),
                Optional.empty());
        if (again) {
            evaluate();
        }
    }

    private Judged judged(Check check, Round done) {
        return Judged.of(
                check,
                plan.metric(check.metric()),
                done.samples().getOrDefault(check.metric(), new Sample.Failed("was not asked")),
                done.sinceSwitch(),
                plan.warmUp(check.warmUp()).duration());
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
        List<Check> checks = checks(exposure.get().stage());
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
