package dev.sluice.simulation.invariant;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.plan.Step;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.StepStory;
import java.util.Optional;

/** No stage begins before the steps that are to be done by then, and each step of a complete rollout was done. */
public final class StepsInTheirPlace implements Invariant {
    @Override
    public Optional<String> written(Truth truth, Truth.Written written) {
        return written.step().recorded().flatMap(recorded -> written.before()
                .open()
                .filter(RolloutState::goingUp)
                .flatMap(rollout -> switch (recorded.event()) {
                    case Lifecycle.StageStarted e -> missing(rollout, e.stage());
                    case Lifecycle.BakeStarted e ->
                        missing(rollout, rollout.plan().stages().size());
                    case Lifecycle.StepEnded e
                    when e.result() == StepResult.FAILED && e.attempt() > 2 + 1 ->
                        Optional.of("step " + e.step() + " was tried " + e.attempt() + " times");
                    default -> Optional.empty();
                }));
    }

    private static Optional<String> missing(RolloutState rollout, int stage) {
        return rollout.plan().steps().stream()
                .filter(step -> rollout.plan().stepsUpTo(stage).contains(step)
                        || rollout.plan().stepsOnceReady(stage).contains(step))
                .filter(step -> !done(rollout, step))
                .findFirst()
                .map(step -> "step " + step.name() + " was not done before stage " + stage);
    }

    private static boolean done(RolloutState rollout, Step step) {
        return rollout.step(step.name()).filter(StepStory::succeeded).isPresent();
    }
}
