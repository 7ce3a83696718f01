package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.plan;
import static dev.sluice.traffic.Samples.requested;
import static dev.sluice.traffic.Samples.stageStarted;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.Samples;
import dev.sluice.traffic.Story;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Steps of checks: health-service judges, and the target's owner makes it the attempt's end. */
class DeciderCheckStepsTest {
    private static final Name PREFLIGHT = new Name("preflight");
    private static final String STAGES =
            "stages: [{name: canary, weight: 5%, duration: 10m}, {name: all, weight: 100%, duration: 10m}]";

    private static Story ready(Plan plan) {
        return Story.given(requested(plan), new Lifecycle.RolloutStarted(ROLLOUT));
    }

    private static Lifecycle started(Name step, int attempt) {
        return new Lifecycle.StepStarted(ROLLOUT, step, attempt);
    }

    private static long version(Story story, Name step) {
        return story.rollout().step(step).orElseThrow().version();
    }

    private static Plan checked(String what) {
        return plan(
                STAGES,
                "steps: [{name: preflight, " + what
                        + ", run: {type: checks, checks: [{metric: error-rate, expect: \"< 0.1%\"}]}}]");
    }

    private static Fact judged(long of, StepResult result) {
        return new Fact.ChecksJudged(ROLLOUT, of, PREFLIGHT, result, List.of(Samples.reading()));
    }

    @Test
    void checksAreAStepThatEndsWhenHealthHasJudgedThem() {
        Plan plan = checked("before: canary");
        Story story = ready(plan).looked().then(started(PREFLIGHT, 1));
        story.and(judged(story.version() - 1, StepResult.SUCCEEDED)).looked().thenNothing();

        story.and(judged(version(story, PREFLIGHT), StepResult.SUCCEEDED))
                .looked()
                .then(new Lifecycle.StepEnded(
                        ROLLOUT,
                        PREFLIGHT,
                        1,
                        StepResult.SUCCEEDED,
                        Samples.reading().sentence()))
                .looked()
                .then(stageStarted(plan, 0));
    }

    @Test
    void checksThatDoNotHoldAreTriedAgainAndThenFailTheStart() {
        Story story = ready(checked("before: canary, retries: 1, every: 10s"))
                .looked()
                .then(started(PREFLIGHT, 1));
        story.and(new Lifecycle.RolloutPaused(ROLLOUT, ANN, Optional.empty()))
                .and(judged(version(story, PREFLIGHT), StepResult.FAILED))
                .looked()
                .then(Lifecycle.StepEnded.class);
        story.and(new Lifecycle.RolloutResumed(ROLLOUT, ANN, new EventId("c")))
                .looked()
                .thenNothing()
                .after(Duration.ofSeconds(10))
                .looked()
                .then(started(PREFLIGHT, 2));
        story.and(judged(version(story, PREFLIGHT), StepResult.FAILED))
                .looked()
                .then(Lifecycle.StepEnded.class)
                .looked()
                .then(Lifecycle.RolloutFailed.class);
    }

    @Test
    void checksThatNobodyJudgesEndWithTheirTime() {
        ready(checked("before: canary, within: 1m"))
                .looked()
                .then(started(PREFLIGHT, 1))
                .after(Duration.ofMinutes(1))
                .looked()
                .then(new Lifecycle.StepEnded(ROLLOUT, PREFLIGHT, 1, StepResult.FAILED, "was not done within 1m"));
    }
}
