package dev.sluice.health.domain;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Step;
import dev.sluice.events.plan.Task;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.StepStory;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import java.util.List;
import java.util.Optional;

/**
 * The attempt at a step of checks that is under way, and what is known of it.
 *
 * @param of the version that tells the attempt apart
 * @param stage 0-based, the one that the step stands before or runs beside; after the last one it is that one
 * @param failed evaluations in a row that did not hold
 * @param newest the readings of the newest evaluation
 * @param result empty as long as nothing is decided
 */
public record DueChecks(
        long of,
        Name step,
        Task.Checks task,
        int stage,
        int failed,
        List<MetricReading> newest,
        Optional<StepResult> result) {
    /** Empty when none is under way, or its outcome stands in the journal already. */
    public static Optional<DueChecks> of(RolloutState rollout) {
        int next = rollout.phase() instanceof Phase.Ready ready ? ready.next() : rollout.stage();
        int stage = Math.min(next, rollout.plan().stages().size() - 1);
        return rollout.dueStep().flatMap(step -> of(rollout, step, stage));
    }

    private static Optional<DueChecks> of(RolloutState rollout, Step step, int stage) {
        return step.run() instanceof Task.Checks task
                ? rollout.step(step.name())
                        .filter(story -> story.running() && story.judged().isEmpty())
                        .map(StepStory::version)
                        .map(of -> new DueChecks(of, step.name(), task, stage, 0, List.of(), Optional.empty()))
                : Optional.empty();
    }

    public boolean sameAttempt(DueChecks other) {
        return of == other.of;
    }

    /** After one more evaluation. What is decided stays so. */
    public DueChecks judged(List<Judged> evaluation) {
        if (result.isPresent()) {
            return this;
        }
        boolean held = verdict(evaluation) == Verdict.HEALTHY;
        int fails = held ? 0 : failed + 1;
        Optional<StepResult> decided = held
                ? Optional.of(StepResult.SUCCEEDED)
                : fails >= task.failures() ? Optional.of(StepResult.FAILED) : Optional.empty();
        List<MetricReading> readings = evaluation.stream().map(Judged::reading).toList();
        return new DueChecks(of, step, task, stage, fails, readings, decided);
    }

    /** Healthy only when all hold that are not only shown. */
    public static Verdict verdict(List<Judged> evaluation) {
        return ValidationJudge.verdict(evaluation, Weight.FULL);
    }

    /** What the journal is owed of it. */
    Optional<Owed> owed(RolloutState rollout) {
        return result.filter(decided -> of(rollout).filter(this::sameAttempt).isPresent())
                .map(decided -> new Owed(
                        new Owed.Topic.Attempt(of, step),
                        new Fact.ChecksJudged(rollout.id(), of, step, decided, newest)));
    }
}
