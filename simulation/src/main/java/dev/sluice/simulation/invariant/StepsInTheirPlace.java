package dev.sluice.simulation.invariant;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.plan.Step;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.StepStory;
import java.util.Optional;

/** No stage begins before its steps are done, a complete rollout has done all, and none is tried too often. */
public final class StepsInTheirPlace implements Invariant {
    @Override
    public Optional<String> written(Truth truth, Truth.Written written) {
        return written.step().recorded().flatMap(recorded -> written.before()
                .open()
                .filter(RolloutState::goingUp)
                .flatMap(rollout -> switch (recorded.event()) {
                    case Lifecycle.StageStarted e -> missing(rollout, e.stage());
                    case Lifecycle.BakeStarted e -> missing(rollout);
                    case Lifecycle.ClosingStarted e -> missing(rollout);
                    case Lifecycle.RolloutCompleted e -> missing(rollout);
                    case Lifecycle.StepStarted e
                    when e.attempt() > rollout.plan().step(e.step()).retries() + 1 ->
                        Optional.of("step " + e.step() + " was tried " + e.attempt() + " times");
                    default -> Optional.empty();
                }));
    }

    private static Optional<String> missing(RolloutState rollout) {
        return missing(rollout, rollout.plan().stages().size());
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
