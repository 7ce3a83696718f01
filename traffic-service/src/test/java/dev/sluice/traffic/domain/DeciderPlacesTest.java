package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.breached;
import static dev.sluice.traffic.Samples.plan;
import static dev.sluice.traffic.Samples.reading;
import static dev.sluice.traffic.Samples.requested;
import static dev.sluice.traffic.Samples.rollbackCompleted;
import static dev.sluice.traffic.Samples.rollbackRequested;
import static dev.sluice.traffic.Samples.stageStarted;
import static dev.sluice.traffic.Samples.switched;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.traffic.Story;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What runs beside a stage's watch, and what runs once stable has everything again. Longer than 300 lines because the same is
 * asked of both: what it waits for, what waits for it, and what follows its failure.
 */
class DeciderPlacesTest {
    private static final Name LOAD = new Name("load");
    private static final Name TELL = new Name("tell");
    private static final String STAGES =
            "stages: [{name: canary, weight: 5%, duration: 10m}, {name: all, weight: 100%, duration: 10m}]";

    private static Plan steps(String... steps) {
        return plan(STAGES, "steps:\n" + String.join("\n", steps));
    }

    private static String step(String name, String what) {
        return "  - {name: " + name + ", " + what + ", run: {type: http, url: \"http://h/" + name + "\"}}";
    }

    private static Story observing(Plan plan) {
        return Story.given(requested(plan), new Lifecycle.RolloutStarted(ROLLOUT))
                .and(stageStarted(plan, 0), switched(plan, 0));
    }

    private static Story restored(Plan plan, RestoreCause cause) {
        return observing(plan)
                .and(
                        new Lifecycle.RestoreStarted(ROLLOUT, cause, ANN, new EventId("back")),
                        new Lifecycle.TrafficRestored(ROLLOUT, List.of(), 10));
    }

    private static Lifecycle started(Name step, int attempt) {
        return new Lifecycle.StepStarted(ROLLOUT, step, attempt);
    }

    private static Lifecycle ended(Name step, int attempt, StepResult result) {
        return new Lifecycle.StepEnded(ROLLOUT, step, attempt, result, "so it is");
    }

    private static Input done(Story story, Name step, StepResult result) {
        long began = story.rollout().step(step).orElseThrow().version();
        return new Input.StepDone(ROLLOUT, step, began, result, "so it is");
    }

    private static Fact validated(Story story) {
        int told = story.rollout().healthFacts() + 1;
        long of = story.rollout().observing().orElseThrow().watch().judgedOf();
        return new Fact.StageValidated(ROLLOUT, of, story.rollout().stage(), told, List.of(reading()));
    }

    private static long watched(Story story) {
        return story.rollout().observing().orElseThrow().watch().of();
    }

    @Test
    void aStageIsNotCompleteBeforeWhatRunsBesideItIsDoneAndAskedForAgain() {
        Story story = observing(steps(step("load", "during: canary, within: 20m")));
        long of = watched(story);
        story.looked()
                .then(started(LOAD, 1))
                .and(validated(story))
                .after(Duration.ofMinutes(10).minusSeconds(5))
                .looked()
                .thenNothing();
        story.after(Duration.ofSeconds(6)).looked().thenNothing();

        story.when(done(story, LOAD, StepResult.SUCCEEDED))
                .then(ended(LOAD, 1, StepResult.SUCCEEDED))
                .looked()
                .thenNothing();

        assertThat(watched(story)).isEqualTo(of);
        story.and(validated(story)).looked().then(Lifecycle.StageCompleted.class, Lifecycle.StageStarted.class);
    }

    /** The time that a step took beyond the stage's is not the candidate's. */
    @Test
    void theDeadlineOfTheValidationCountsFromTheEndOfTheStep() {
        Plan plan = steps(step("load", "during: canary, within: 5h"));
        Story story = observing(plan).looked().then(started(LOAD, 1));
        story.and(validated(story)).after(Duration.ofHours(4)).looked().thenNothing();
        story.when(done(story, LOAD, StepResult.SUCCEEDED)).then(ended(LOAD, 1, StepResult.SUCCEEDED));
        Duration deadline = plan.deadline().duration();

        assertThat(Progress.nextLook(story.state(), story.now()))
                .contains(story.now().plus(deadline).plusMillis(1));
        story.after(deadline).looked().thenNothing();
        story.after(Duration.ofMillis(1)).looked().then(Lifecycle.StageFailed.class);
    }

    @Test
    void aStageThatIsNotValidatedFailsThoughAStepRuns() {
        Plan plan = steps(step("load", "during: canary, within: 5h"));
        Story story = observing(plan).looked().then(started(LOAD, 1));

        story.after(Duration.ofMinutes(10).plus(plan.deadline().duration()).plusMillis(1))
                .looked()
                .then(Lifecycle.StageFailed.class);
    }

    @Test
    void whatRunsBesideAStageRunsOneAfterAnother() {
        Story story = observing(steps(step("smoke", "during: canary"), step("load", "during: canary")));
        Name smoke = new Name("smoke");
        story.looked().then(started(smoke, 1)).looked().thenNothing();

        story.when(done(story, smoke, StepResult.SUCCEEDED))
                .then(ended(smoke, 1, StepResult.SUCCEEDED))
                .looked()
                .then(started(LOAD, 1));
    }

    @Test
    void itsLastFailureTakesTheCandidateBack() {
        Story story = observing(steps(step("load", "during: canary, retries: 1, every: 30s")));
        story.looked().then(started(LOAD, 1));
        story.when(done(story, LOAD, StepResult.FAILED)).then(ended(LOAD, 1, StepResult.FAILED));
        assertThat(Progress.nextLook(story.state(), story.now()))
                .contains(story.now().plusSeconds(30));
        story.looked().thenNothing().after(Duration.ofSeconds(30)).looked().then(started(LOAD, 2));

        story.when(done(story, LOAD, StepResult.FAILED))
                .then(ended(LOAD, 2, StepResult.FAILED))
                .looked()
                .then(new Lifecycle.StageFailed(
                        ROLLOUT, 0, StageFailure.STEP_FAILED, "step load failed, 2 times: so it is"));
    }

    @Test
    void itsTimeLimitPassesInSpiteOfAPause() {
        Story story = observing(steps(step("load", "during: canary, within: 1m")))
                .looked()
                .then(started(LOAD, 1));

        story.and(new Lifecycle.RolloutPaused(ROLLOUT, ANN, Optional.empty()))
                .after(Duration.ofMinutes(1))
                .looked()
                .then(new Lifecycle.StepEnded(ROLLOUT, LOAD, 1, StepResult.FAILED, "was not done within 1m"))
                .looked()
                .then(Lifecycle.StageFailed.class);
    }

    @Test
    void aFailureThatPausesIsTriedAnewByAPerson() {
        Story story = observing(steps(step("load", "during: canary, onFailure: pause")))
                .looked()
                .then(started(LOAD, 1));
        story.when(done(story, LOAD, StepResult.FAILED))
                .then(ended(LOAD, 1, StepResult.FAILED))
                .looked()
                .then(new Lifecycle.RolloutPaused(
                        ROLLOUT, new Requester("traffic-service", "step load failed: so it is"), Optional.empty()))
                .looked()
                .thenNothing();

        story.when(new Command.Resume(ROLLOUT, ANN))
                .then(Lifecycle.RolloutResumed.class)
                .looked()
                .then(started(LOAD, 1));
    }

    @Test
    void whatStandsStillBeginsNothing() {
        Plan plan = steps(step("load", "during: canary"));
        observing(plan)
                .and(new Lifecycle.RolloutPaused(ROLLOUT, ANN, Optional.empty()))
                .looked()
                .thenNothing();
        observing(plan)
                .and(new Lifecycle.TargetFrozen(ANN, new EventId("freeze")))
                .looked()
                .thenNothing();
        Story breach = observing(plan);
        breach.and(breached(breach.version(), Reaction.ROLLBACK)).looked().thenNothing();
    }

    @Test
    void promotingSkipsTheWaitAndNoStep() {
        Plan plan = steps(step("load", "during: canary"));
        Story story = observing(plan).looked().then(started(LOAD, 1));
        story.when(new Command.Promote(ROLLOUT, false, ANN)).then(Lifecycle.GateOpened.class);
        story.and(validated(story)).looked().thenNothing();

        story.when(done(story, LOAD, StepResult.SUCCEEDED)).then(ended(LOAD, 1, StepResult.SUCCEEDED));
        story.and(validated(story)).looked().then(Lifecycle.StageCompleted.class, Lifecycle.StageStarted.class);
    }

    @Test
    void theStepOfAStageThatWasSkippedRunsInTheNextOne() {
        Plan plan = plan(
                "stages: [{name: canary, weight: 5%, duration: 10m}, {name: half, weight: 50%, duration: 10m},"
                        + " {name: all, weight: 100%, duration: 10m}]",
                "steps:\n" + step("load", "during: half"));
        Story story = observing(plan).looked().thenNothing();
        story.when(new Command.Promote(ROLLOUT, true, ANN)).then(Lifecycle.PromotedFully.class);
        story.and(validated(story))
                .looked()
                .then(new Lifecycle.StageCompleted(ROLLOUT, 0), stageStarted(plan, 2))
                .and(switched(plan, 2));

        story.looked().then(started(LOAD, 1));
    }

    @Test
    void whatRanIsNotAskedForOnTheWayBack() {
        Story story = observing(steps(step("load", "during: canary"))).looked().then(started(LOAD, 1));
        Input late = done(story, LOAD, StepResult.SUCCEEDED);

        story.and(rollbackRequested(story.version()))
                .when(late)
                .thenNothing()
                .looked()
                .thenNothing()
                .and(new Lifecycle.TrafficRestored(ROLLOUT, List.of(), 10))
                .when(late)
                .thenNothing();
    }

    @Test
    void anAbortEndsOnceTheStepsOfTheWayBackHaveEnded() {
        Story story = restored(steps(step("tell", "onRollback: true")), RestoreCause.ABORT)
                .looked()
                .then(started(TELL, 1))
                .looked()
                .thenNothing();

        story.when(done(story, TELL, StepResult.SUCCEEDED))
                .then(ended(TELL, 1, StepResult.SUCCEEDED))
                .looked()
                .then(Lifecycle.RolloutAborted.class);
    }

    @Test
    void aRollbackEndsOnceItsProcedureAndItsStepsHaveEnded() {
        Story story = restored(steps(step("tell", "onRollback: true")), RestoreCause.ROLLBACK);
        story.looked().then(started(TELL, 1)).and(rollbackRequested(story.version()));
        story.and(rollbackCompleted(story.version())).looked().thenNothing();

        story.when(done(story, TELL, StepResult.SUCCEEDED))
                .then(ended(TELL, 1, StepResult.SUCCEEDED))
                .looked()
                .then(Lifecycle.RolloutRolledBack.class);
    }

    @Test
    void aFreezeAndARecordThatCanNotBeReadHoldUpNoStepOfTheWayBack() {
        restored(steps(step("tell", "onRollback: true")), RestoreCause.ABORT)
                .and(new Lifecycle.TargetFrozen(ANN, new EventId("freeze")))
                .poisoned()
                .looked()
                .then(started(TELL, 1));
    }

    @Test
    void itsFailureIsPassedOverAndItsTimeIsBounded() {
        Story story = restored(
                        steps(step("tell", "onRollback: true, within: 1m, retries: 1, every: 5s")), RestoreCause.ABORT)
                .looked()
                .then(started(TELL, 1));
        story.when(done(story, TELL, StepResult.FAILED))
                .then(ended(TELL, 1, StepResult.FAILED))
                .after(Duration.ofSeconds(5))
                .looked()
                .then(started(TELL, 2));
        assertThat(Progress.nextLook(story.state(), story.now()))
                .contains(story.now().plus(Duration.ofMinutes(1)));

        story.after(Duration.ofMinutes(1))
                .looked()
                .then(new Lifecycle.StepEnded(ROLLOUT, TELL, 2, StepResult.FAILED, "was not done within 1m"))
                .looked()
                .then(Lifecycle.RolloutAborted.class);
    }

    @Test
    void noRollbackIsCalledStuckWhileItsStepsHaveTime() {
        Plan plan = steps(step("tell", "onRollback: true, within: 10h, retries: 1, every: 1m"));

        assertThat(Procedures.longest(plan).minus(Procedures.longest(steps(step("load", "during: canary")))))
                .isEqualTo(Duration.ofHours(20).plusMinutes(2));
    }
}
