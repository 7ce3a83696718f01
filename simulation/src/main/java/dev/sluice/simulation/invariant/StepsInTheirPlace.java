package dev.sluice.simulation.invariant;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.plan.Place;
import dev.sluice.events.plan.Step;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.StepStory;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * No stage begins or ends before its steps are done, a complete rollout has done all, and none is tried too often. The steps
 * of the way back are begun once stable has everything, and each has ended when the rollout does.
 */
public final class StepsInTheirPlace implements Invariant {
    @Override
    public Optional<String> written(Truth truth, Truth.Written written) {
        return written.step().recorded().flatMap(recorded -> written.before()
                .open()
                .filter(rollout -> rollout.goingUp() || rollout.phase() instanceof Phase.Restored)
                .flatMap(rollout -> switch (recorded.event()) {
                    case Lifecycle.StepStarted e -> begun(rollout, e);
                    case Lifecycle.RolloutAborted e -> endsBack(rollout);
                    case Lifecycle.RolloutRolledBack e -> endsBack(rollout);
                    case Lifecycle up when rollout.goingUp() -> missing(rollout, up);
                    default -> Optional.empty();
                }));
    }

    private static Optional<String> missing(RolloutState rollout, Lifecycle event) {
        return switch (event) {
            case Lifecycle.StageStarted e -> missing(rollout, e.stage());
            case Lifecycle.StageCompleted e ->
                undone(rollout, rollout.plan().stepsDuring(e.stage()).stream(), "stage " + e.stage() + " was complete");
            case Lifecycle.BakeStarted e -> missing(rollout);
            case Lifecycle.ClosingStarted e -> missing(rollout);
            case Lifecycle.RolloutCompleted e -> missing(rollout);
            default -> Optional.empty();
        };
    }

    private static Optional<String> missing(RolloutState rollout) {
        int all = rollout.plan().stages().size();
        return missing(rollout, all).or(() -> undone(rollout, rollout.plan().stepsDuring(all - 1).stream(), "the end"));
    }

    private static Optional<String> missing(RolloutState rollout, int stage) {
        Stream<Step> due = rollout.plan().steps().stream()
                .filter(step -> rollout.plan().stepsUpTo(stage).contains(step)
                        || rollout.plan().stepsOnceReady(stage).contains(step));
        return undone(rollout, due, "stage " + stage);
    }

    private static Optional<String> undone(RolloutState rollout, Stream<Step> due, String before) {
        return due.filter(step ->
                        rollout.step(step.name()).filter(StepStory::succeeded).isEmpty())
                .findFirst()
                .map(step -> "step " + step.name() + " was not done before " + before);
    }

    private static Optional<String> begun(RolloutState rollout, Lifecycle.StepStarted e) {
        Step step = rollout.plan().step(e.step());
        boolean back = rollout.phase() instanceof Phase.Restored;
        if (e.attempt() > step.retries() + 1) {
            return Optional.of("step " + e.step() + " was tried " + e.attempt() + " times");
        }
        // What was decided before the rollback and written after it is void, and nobody carries it out.
        return step.place() == Place.ROLLBACK && !back
                ? Optional.of("step " + e.step() + " was begun in phase " + rollout.phase())
                : Optional.empty();
    }

    private static Optional<String> endsBack(RolloutState rollout) {
        return rollout.phase() instanceof Phase.Restored
                ? rollout.plan().stepsOnRollback().stream()
                        .filter(step -> rollout.step(step.name())
                                .filter(story -> story.succeeded() || story.failedForGood(step))
                                .isEmpty())
                        .findFirst()
                        .map(step -> "step " + step.name() + " had not ended when the rollout did")
                : Optional.empty();
    }
}
