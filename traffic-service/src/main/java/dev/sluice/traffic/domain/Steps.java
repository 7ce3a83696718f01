package dev.sluice.traffic.domain;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.plan.OnFailure;
import dev.sluice.events.plan.Step;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.StepStory;
import dev.sluice.events.value.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is due about the steps of a rollout where it stands, from the state and the journal's time alone. */
final class Steps {
    private static final String WHO = "traffic-service";

    private Steps() {}

    /**
     * What no pause and no freeze holds up: an attempt that was judged or whose time has passed, and a failure that takes the
     * rollout back.
     */
    static Optional<Lifecycle> falls(RolloutState rollout, Instant now) {
        return rollout.dueStep().flatMap(step -> rollout.step(step.name()).flatMap(story -> {
            if (story.running() && story.judged().isPresent()) {
                return story.judged()
                        .map(judged -> new Lifecycle.StepEnded(
                                rollout.id(), step.name(), story.attempt(), judged.result(), judged.detail()));
            }
            if (story.running()) {
                return now.isBefore(limit(step, story))
                        ? Optional.empty()
                        : Optional.of(new Lifecycle.StepEnded(
                                rollout.id(),
                                step.name(),
                                story.attempt(),
                                StepResult.FAILED,
                                "was not done within " + step.within()));
            }
            return story.failedForGood(step) && step.onFailure() == OnFailure.ROLLBACK
                    ? Optional.of(failed(rollout, reason(step, story)))
                    : Optional.empty();
        }));
    }

    /** What is to be done about the step that is due before the rollout goes on; empty where it is only waited for. */
    static Optional<Lifecycle> rises(RolloutState rollout, Step step, Instant now) {
        Optional<StepStory> known = rollout.step(step.name());
        if (known.isEmpty()) {
            return Optional.of(new Lifecycle.StepStarted(rollout.id(), step.name(), 1));
        }
        StepStory story = known.get();
        if (story.awaitsPerson(step)) {
            return Optional.of(
                    stand(rollout, "step " + step.name() + " is done, and waits for a person: " + story.detail()));
        }
        if (story.failedForGood(step)) {
            return Optional.of(stand(rollout, reason(step, story)));
        }
        return story.endedAt()
                .map(at -> at.plus(step.every().duration()))
                .filter(at -> !now.isBefore(at))
                .map(at -> new Lifecycle.StepStarted(rollout.id(), step.name(), story.attempt() + 1));
    }

    /** When the steps should be looked at again. */
    static Stream<Instant> moments(RolloutState rollout) {
        return rollout
                .dueStep()
                .flatMap(step -> rollout.step(step.name())
                        .map(story -> story.running()
                                ? limit(step, story)
                                : story.endedAt()
                                        .orElseThrow()
                                        .plus(step.every().duration())))
                .stream();
    }

    private static Lifecycle failed(RolloutState rollout, String reason) {
        return rollout.phase() instanceof Phase.Ready ready
                ? failed(rollout, ready.next(), StageFailure.STEP_FAILED, reason)
                : new Lifecycle.StageFailed(rollout.id(), rollout.stage(), StageFailure.STEP_FAILED, reason);
    }

    /** Before the first stage there is nothing to take back. */
    static Lifecycle failed(RolloutState rollout, int next, StageFailure cause, String reason) {
        int last = rollout.plan().stages().size() - 1;
        return next == 0
                ? new Lifecycle.RolloutFailed(rollout.id(), reason)
                : new Lifecycle.StageFailed(rollout.id(), Math.min(next, last), cause, reason);
    }

    private static Lifecycle stand(RolloutState rollout, String why) {
        return new Lifecycle.RolloutPaused(rollout.id(), new Requester(WHO, why), Optional.empty());
    }

    private static String reason(Step step, StepStory story) {
        String times = story.attempt() == 1 ? "" : ", " + story.attempt() + " times";
        return "step " + step.name() + " failed" + times + ": " + story.detail();
    }

    private static Instant limit(Step step, StepStory story) {
        return story.startedAt().plus(step.within().duration());
    }

    static List<Lifecycle> ended(RolloutState rollout, Input.StepDone done) {
        return rollout.dueStep()
                .filter(step -> step.name().equals(done.step()))
                .flatMap(step -> rollout.step(step.name()))
                .filter(story -> story.running() && story.version() == done.version())
                .<List<Lifecycle>>map(story -> List.of(new Lifecycle.StepEnded(
                        rollout.id(), done.step(), story.attempt(), done.result(), done.detail())))
                .orElse(List.of());
    }
}
