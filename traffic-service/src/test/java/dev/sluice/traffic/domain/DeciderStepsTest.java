package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.plan;
import static dev.sluice.traffic.Samples.requested;
import static dev.sluice.traffic.Samples.stageStarted;
import static dev.sluice.traffic.Samples.switched;
import static dev.sluice.traffic.Samples.validated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.traffic.Samples;
import dev.sluice.traffic.Story;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Steps are done in their place, as often as the plan says, and what follows a failure is the plan's. */
class DeciderStepsTest {
    private static final Name MIGRATE = new Name("migrate");
    private static final String STAGES =
            "stages: [{name: canary, weight: 5%, duration: 10m}, {name: all, weight: 100%, duration: 10m}]";

    private static Plan steps(String... steps) {
        return plan(STAGES, "steps:\n" + String.join("\n", steps));
    }

    private static String step(String name, String what) {
        return "  - {name: " + name + ", " + what + ", run: {type: http, url: \"http://h/" + name + "\"}}";
    }

    private static Story ready(Plan plan) {
        return Story.given(requested(plan), new Lifecycle.RolloutStarted(ROLLOUT));
    }

    private static Lifecycle started(Name step, int attempt) {
        return new Lifecycle.StepStarted(ROLLOUT, step, attempt);
    }

    private static Lifecycle ended(Name step, int attempt, StepResult result) {
        return new Lifecycle.StepEnded(ROLLOUT, step, attempt, result, "so it is");
    }

    private static long version(Story story, Name step) {
        return story.rollout().step(step).orElseThrow().version();
    }

    private static Input done(Story story, Name step, StepResult result) {
        return new Input.StepDone(ROLLOUT, step, version(story, step), result, "so it is");
    }

    private static Story failing(String what) {
        Story story = ready(steps(step("migrate", what))).looked().then(started(MIGRATE, 1));
        return story.when(done(story, MIGRATE, StepResult.FAILED)).then(ended(MIGRATE, 1, StepResult.FAILED));
    }

    @Test
    void theFirstStageWaitsForItsStep() {
        Plan plan = steps(step("migrate", "before: canary"));
        Story story = ready(plan).looked().then(started(MIGRATE, 1)).looked().thenNothing();

        story.when(done(story, MIGRATE, StepResult.SUCCEEDED))
                .then(ended(MIGRATE, 1, StepResult.SUCCEEDED))
                .looked()
                .then(stageStarted(plan, 0));
    }

    @Test
    void stepsComeInTheOrderOfTheirPlaces() {
        Plan plan = steps(
                step("tidy", "after: all"),
                step("load", "ready: all"),
                step("sync", "before: all"),
                step("sign", "after: canary"),
                step("migrate", "before: canary"));

        assertThat(plan.stepsUpTo(0)).extracting(each -> each.name().text()).containsExactly("migrate");
        assertThat(plan.stepsUpTo(1)).extracting(each -> each.name().text()).containsExactly("migrate", "sign", "sync");
        assertThat(plan.stepsOnceReady(1))
                .extracting(each -> each.name().text())
                .containsExactly("load");
        assertThat(plan.stepsUpTo(2))
                .extracting(each -> each.name().text())
                .containsExactly("migrate", "sign", "sync", "tidy");
    }

    @Test
    void aWorkloadIsBroughtUpBetweenBeforeAndReady() {
        Plan plan = plan(
                STAGES,
                "workloads: [{type: http, name: canary, role: canary, url: \"http://h/c\", prepare: {replicas: 1}}]",
                "steps:",
                step("migrate", "before: canary"),
                step("load", "ready: canary"));
        Story story = ready(plan).looked().then(started(MIGRATE, 1));
        assertThat(story.rollout().toPrepare(0)).isEmpty();
        story.when(done(story, MIGRATE, StepResult.SUCCEEDED)).then(ended(MIGRATE, 1, StepResult.SUCCEEDED));
        assertThat(story.rollout().toPrepare(0)).hasSize(1);

        story.looked()
                .thenNothing()
                .and(new Lifecycle.WorkloadPrepared(ROLLOUT, new Name("canary"), "", 1))
                .looked()
                .then(started(new Name("load"), 1));
    }

    @Test
    void itIsTriedAgainAfterAWhileAndThenTheRolloutEnds() {
        Story story = failing("before: canary, retries: 1, every: 30s");

        story.after(Duration.ofSeconds(30).minusMillis(1)).looked().thenNothing();
        assertThat(Progress.nextLook(story.state(), story.now()))
                .contains(story.now().plusMillis(1));
        story.after(Duration.ofMillis(1)).looked().then(started(MIGRATE, 2));
        story.when(done(story, MIGRATE, StepResult.FAILED))
                .then(ended(MIGRATE, 2, StepResult.FAILED))
                .looked()
                .then(new Lifecycle.RolloutFailed(ROLLOUT, "step migrate failed, 2 times: so it is"));
    }

    @Test
    void anAttemptThatTakesTooLongHasFailed() {
        Story story = ready(steps(step("migrate", "before: canary, within: 1m")))
                .looked()
                .then(started(MIGRATE, 1));
        story.after(Duration.ofMinutes(1).minusMillis(1)).looked().thenNothing();

        story.after(Duration.ofMillis(1))
                .looked()
                .then(new Lifecycle.StepEnded(ROLLOUT, MIGRATE, 1, StepResult.FAILED, "was not done within 1m"));
        story.when(new Input.StepDone(ROLLOUT, MIGRATE, 3, StepResult.SUCCEEDED, "too late"))
                .thenNothing();
    }

    @Test
    void onceTheCandidateHasTrafficItIsTakenBack() {
        Plan plan = steps(step("load", "after: canary"));
        Story story = ready(plan).looked().then(stageStarted(plan, 0)).and(switched(plan, 0));
        story.and(validated(story.version(), 0))
                .after(Duration.ofMinutes(10))
                .looked()
                .then(Lifecycle.StageCompleted.class, Lifecycle.StepStarted.class);
        Name load = new Name("load");

        story.when(done(story, load, StepResult.FAILED))
                .then(ended(load, 1, StepResult.FAILED))
                .looked()
                .then(new Lifecycle.StageFailed(ROLLOUT, 1, StageFailure.STEP_FAILED, "step load failed: so it is"));
    }

    @Test
    void aPauseAfterTheLastFailureIsEndedByAPersonAndTheStepIsRunAnew() {
        Story story = failing("before: canary, onFailure: pause");
        story.looked()
                .then(new Lifecycle.RolloutPaused(
                        ROLLOUT, new Requester("traffic-service", "step migrate failed: so it is"), Optional.empty()))
                .looked()
                .thenNothing();
        long before = version(story, MIGRATE);

        story.when(new Command.Resume(ROLLOUT, ANN))
                .then(Lifecycle.RolloutResumed.class)
                .looked()
                .then(started(MIGRATE, 1));
        assertThat(version(story, MIGRATE)).isGreaterThan(before);
    }

    @Test
    void whatMayFailIsPassedOver() {
        failing("before: canary, onFailure: ignore").looked().then(Lifecycle.StageStarted.class);
    }

    @Test
    void aGateAfterAStepIsOpenedByAPerson() {
        Story story = ready(steps(step("migrate", "before: canary, gate: manual")))
                .looked()
                .then(started(MIGRATE, 1));
        story.when(done(story, MIGRATE, StepResult.SUCCEEDED))
                .then(ended(MIGRATE, 1, StepResult.SUCCEEDED))
                .looked()
                .then(Lifecycle.RolloutPaused.class)
                .looked()
                .thenNothing()
                .when(new Command.Resume(ROLLOUT, ANN))
                .then(Lifecycle.RolloutResumed.class)
                .looked()
                .then(Lifecycle.StageStarted.class);
    }

    @Test
    void aResumeThatWasMeantForSomethingElseOpensNoGate() {
        Story story = ready(steps(step("migrate", "before: canary, gate: manual")))
                .looked()
                .then(started(MIGRATE, 1))
                .and(new Lifecycle.RolloutPaused(ROLLOUT, ANN, Optional.empty()))
                .after(Duration.ofSeconds(1));
        story.when(done(story, MIGRATE, StepResult.SUCCEEDED))
                .then(ended(MIGRATE, 1, StepResult.SUCCEEDED))
                .when(new Command.Resume(ROLLOUT, ANN))
                .then(Lifecycle.RolloutResumed.class)
                .looked()
                .then(Lifecycle.RolloutPaused.class);
    }

    @Test
    void whatStandsStillBeginsNothingAndEndsWhatHasBegun() {
        Plan plan = steps(step("migrate", "before: canary"));
        ready(plan)
                .and(new Lifecycle.RolloutPaused(ROLLOUT, ANN, Optional.empty()))
                .looked()
                .thenNothing();

        Story story = ready(plan).looked().then(started(MIGRATE, 1));
        story.and(new Lifecycle.RolloutPaused(ROLLOUT, ANN, Optional.empty()))
                .when(done(story, MIGRATE, StepResult.FAILED))
                .then(ended(MIGRATE, 1, StepResult.FAILED))
                .looked()
                .then(Lifecycle.RolloutFailed.class);
    }

    @Test
    void onTheWayBackNothingIsBegun() {
        Plan plan = steps(step("load", "after: canary"));
        Story story = ready(plan).looked().then(stageStarted(plan, 0)).and(switched(plan, 0));
        story.and(validated(story.version(), 0))
                .after(Duration.ofMinutes(10))
                .looked()
                .then(Lifecycle.StageCompleted.class, Lifecycle.StepStarted.class);
        Input late = done(story, new Name("load"), StepResult.SUCCEEDED);

        story.and(Samples.rollbackRequested(story.version()))
                .when(late)
                .thenNothing()
                .looked()
                .thenNothing();
    }
}
