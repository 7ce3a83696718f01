package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.breached;
import static dev.sluice.traffic.Samples.notValidated;
import static dev.sluice.traffic.Samples.plan;
import static dev.sluice.traffic.Samples.requested;
import static dev.sluice.traffic.Samples.stageStarted;
import static dev.sluice.traffic.Samples.switched;
import static dev.sluice.traffic.Samples.validated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.Samples;
import dev.sluice.traffic.Story;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way up in the journal's time. */
class DeciderProgressTest {
    private static final Duration TICK = Duration.ofMillis(1);
    private static final List<Integer> PERCENT = List.of(5, 20, 50, 100);
    private static final List<Integer> MINUTES = List.of(30, 45, 30, 15);

    @Test
    void theDefaultPlanTakesEveryStageForExactlyItsTime() {
        Plan plan = plan();
        Story story = Story.given()
                .when(Samples.start(Samples.KEY, plan).command())
                .then(requested(plan))
                .looked()
                .then(new Lifecycle.RolloutStarted(ROLLOUT))
                .looked()
                .then(stageStarted(plan, 0));
        for (int stage = 0; stage < 4; stage++) {
            assertThat(plan.stages().get(stage).weight()).isEqualTo(Weight.percent(PERCENT.get(stage)));
            shiftedAfter(story, stage, Duration.ofSeconds(7));
            lasts(story, stage, Duration.ofMinutes(MINUTES.get(stage)));
            story.looked();
            if (stage < 3) {
                story.then(new Lifecycle.StageCompleted(ROLLOUT, stage), stageStarted(plan, stage + 1));
            } else {
                story.then(new Lifecycle.StageCompleted(ROLLOUT, stage), new Lifecycle.RolloutCompleted(ROLLOUT));
            }
        }
        assertThat(story.state().open()).isEmpty();
    }

    private static void shiftedAfter(Story story, int stage, Duration time) {
        Weight weight = Weight.percent(PERCENT.get(stage));
        story.after(time)
                .looked()
                .thenNothing()
                .when(new Input.Shifted(ROLLOUT, story.version(), Samples.readbacks(weight), 900))
                .then(switched(plan(), stage));
    }

    /** Nothing until the very millisecond; then nothing without health; then the story stands where it may go on. */
    private static void lasts(Story story, int stage, Duration planned) {
        long of = story.version();
        story.looked().thenNothing().after(planned.minus(TICK)).looked().thenNothing();
        assertThat(Progress.nextLook(story.state(), story.now()))
                .contains(story.now().plus(TICK));
        story.after(TICK).looked().thenNothing().and(validated(of, stage));
    }

    @Test
    void aValidationThatSpeaksOfAnEarlierVersionDoesNotCount() {
        Story story = observing();
        long of = story.version();
        story.after(Duration.ofMinutes(30)).and(validated(of - 1, 0)).looked().thenNothing();
        story.and(validated(of, 0)).looked().then(Lifecycle.StageCompleted.class, Lifecycle.StageStarted.class);
    }

    @Test
    void anUnhealthyVerdictAfterAHealthyOneTakesItBack() {
        Story story = observing();
        long of = story.version();
        story.and(validated(of, 0), notValidated(of, 0, 1))
                .after(Duration.ofMinutes(30))
                .looked()
                .thenNothing();
    }

    @Test
    void aManualGateWaitsForAPersonAndThenForANewValidation() {
        Plan plan = plan(
                "stages:",
                "  - {name: one, weight: 10%, duration: 10m, gate: manual}",
                "  - {name: all, weight: 100%, duration: 1m}");
        Story story = observing(plan);
        story.after(Duration.ofMinutes(10))
                .and(validated(story.version(), 0))
                .looked()
                .thenNothing();
        story.after(Duration.ofHours(20)).looked().thenNothing();
        story.when(new Command.Promote(ROLLOUT, false, ANN))
                .then(Lifecycle.GateOpened.class)
                .looked()
                .thenNothing()
                .and(validated(story.version(), 0))
                .looked()
                .then(new Lifecycle.StageCompleted(ROLLOUT, 0), stageStarted(plan, 1));
    }

    @Test
    void aPauseStopsTheClock() {
        Story story = observing().after(Duration.ofMinutes(10));
        story.when(new Command.Pause(ROLLOUT, ANN)).then(Lifecycle.RolloutPaused.class);
        story.after(Duration.ofHours(5))
                .and(validated(story.version(), 0))
                .looked()
                .thenNothing();
        story.when(new Command.Resume(ROLLOUT, ANN)).then(Lifecycle.RolloutResumed.class);
        story.and(validated(story.version(), 0))
                .after(Duration.ofMinutes(20).minus(TICK))
                .looked()
                .thenNothing()
                .after(TICK)
                .looked()
                .then(new Lifecycle.StageCompleted(ROLLOUT, 0), stageStarted(plan(), 1));
    }

    @Test
    void aPauseLetsNoNextStageBegin() {
        Story story =
                Moment.BETWEEN.story().when(new Command.Pause(ROLLOUT, ANN)).then(Lifecycle.RolloutPaused.class);
        story.after(Duration.ofDays(1)).looked().thenNothing();
        story.when(new Command.Resume(ROLLOUT, ANN))
                .then(Lifecycle.RolloutResumed.class)
                .looked()
                .then(stageStarted(plan(), 1));
    }

    @Test
    void aPromotionSkipsTheTimeButNotTheValidation() {
        Story story = observing().after(Duration.ofMinutes(1));
        long before = story.version();
        story.when(new Command.Promote(ROLLOUT, false, ANN)).then(Lifecycle.GateOpened.class);
        story.and(validated(before, 0)).looked().thenNothing();
        story.and(validated(story.version(), 0))
                .looked()
                .then(new Lifecycle.StageCompleted(ROLLOUT, 0), stageStarted(plan(), 1));
    }

    @Test
    void aFullPromotionGoesToTheLastStageWhichLastsItsTime() {
        Story story = observing();
        story.when(new Command.Promote(ROLLOUT, true, ANN)).then(Lifecycle.PromotedFully.class);
        story.and(validated(story.version(), 0))
                .looked()
                .then(new Lifecycle.StageCompleted(ROLLOUT, 0), stageStarted(plan(), 3));
        shiftedAfter(story, 3, Duration.ofSeconds(1));
        lasts(story, 3, Duration.ofMinutes(15));
        story.looked().then(new Lifecycle.StageCompleted(ROLLOUT, 3), new Lifecycle.RolloutCompleted(ROLLOUT));
    }

    @Test
    void theThirdFailedValidationInARowFailsTheStage() {
        Story story = observing().after(Duration.ofMinutes(30));
        long of = story.version();
        story.and(notValidated(of, 0, 1)).looked().thenNothing();
        story.and(notValidated(of, 0, 2)).looked().thenNothing();
        story.and(notValidated(of, 0, 3))
                .looked()
                .then(Lifecycle.StageFailed.class)
                .looked()
                .thenNothing();
        assertThat(((Lifecycle.StageFailed) story.told().getLast()).cause()).isEqualTo(StageFailure.VALIDATION_FAILED);
    }

    @Test
    void aStageThatIsNotValidatedWithinItsDeadlineFails() {
        Story story = observing().after(Duration.ofMinutes(60)).looked().thenNothing();
        assertThat(Progress.nextLook(story.state(), story.now()))
                .contains(story.now().plus(TICK));
        story.after(TICK).looked().then(Lifecycle.StageFailed.class);
        assertThat(((Lifecycle.StageFailed) story.told().getLast()).cause()).isEqualTo(StageFailure.DEADLINE_PASSED);
    }

    @Test
    void aPlanThatHoldsOnItsLimitFailsByNeitherFailuresNorTheDeadline() {
        Plan holds = plan("validation: {failureLimit: 2, onLimit: hold, deadline: 10m}");
        Story story = observing(holds).after(Duration.ofMinutes(30));
        story.and(notValidated(story.version(), 0, 2)).looked().thenNothing();
        story.after(Duration.ofHours(3)).looked().thenNothing();
        story.and(validated(story.version(), 0))
                .looked()
                .then(Lifecycle.StageCompleted.class, Lifecycle.StageStarted.class);
    }

    @Test
    void aTriggerThatPausesDoesSoOnceAndAResumeForgetsIt() {
        Story story = observing().and(breached(4, Reaction.PAUSE));
        story.looked().then(Lifecycle.RolloutPaused.class).looked().thenNothing();
        assertThat(((Lifecycle.RolloutPaused) story.told().getLast()).by().reason())
                .contains("error-rate");
        story.when(new Command.Resume(ROLLOUT, ANN))
                .then(Lifecycle.RolloutResumed.class)
                .looked()
                .thenNothing();
    }

    @Test
    void aPauseAskedForBetweenTwoStagesIsNotLost() {
        Moment.BETWEEN.story().and(breached(4, Reaction.PAUSE)).looked().then(Lifecycle.RolloutPaused.class);
        Story shifting = Moment.BETWEEN.story().looked().then(Lifecycle.StageStarted.class);
        shifting.and(breached(4, Reaction.PAUSE))
                .looked()
                .then(Lifecycle.RolloutPaused.class)
                .looked()
                .thenNothing();
        Story late =
                Moment.BETWEEN.story().and(stageStarted(plan(), 1), breached(4, Reaction.PAUSE), switched(plan(), 1));
        late.looked().then(Lifecycle.RolloutPaused.class);
    }

    @Test
    void aBreachThatRollsBackLetsNothingMoveUpWhileItsRequestIsOnTheWay() {
        Story story = observing().after(Duration.ofMinutes(30)).and(validated(4, 0), breached(4, Reaction.ROLLBACK));
        story.looked().thenNothing();
        Moment.BETWEEN.story().and(breached(4, Reaction.ROLLBACK)).looked().thenNothing();
    }

    @Test
    void aBreachThatOnlyAlertsStopsNothing() {
        Story story = observing().after(Duration.ofMinutes(30)).and(validated(4, 0), breached(4, Reaction.ALERT));
        story.looked().then(Lifecycle.StageCompleted.class, Lifecycle.StageStarted.class);
    }

    @Test
    void aBreachThatEndedStopsNothingAnyMore() {
        Fact recovered = new Fact.HealthRecovered(ROLLOUT, 4, Samples.ERROR_RATE, 2, Samples.reading());
        Story story = observing()
                .after(Duration.ofMinutes(30))
                .and(breached(4, Reaction.ROLLBACK), recovered, validated(4, 0));
        story.looked().then(Lifecycle.StageCompleted.class, Lifecycle.StageStarted.class);
    }

    @Test
    void anOutcomeOfAnotherIntentIsNone() {
        Story story = Moment.SHIFTING.story();
        story.when(new Input.Shifted(ROLLOUT, story.version() - 1, List.of(), 1))
                .thenNothing();
        story.when(new Input.ShiftFailed(ROLLOUT, story.version() - 1, "late")).thenNothing();
        story.when(new Input.Shifted(Samples.OTHER, story.version(), List.of(), 1))
                .thenNothing();
        Moment.OBSERVING
                .story()
                .when(new Input.Shifted(ROLLOUT, 3, List.of(), 1))
                .thenNothing();
    }

    @Test
    void aRouterThatDoesNotTakeTheShiftFailsTheStage() {
        Story story = Moment.SHIFTING.story();
        story.when(new Input.ShiftFailed(ROLLOUT, story.version(), "router edge: refused"))
                .then(new Lifecycle.StageFailed(ROLLOUT, 0, StageFailure.ROUTER_REFUSED, "router edge: refused"));
    }

    @Test
    void aSpeedupShortensTheStagesAlone() {
        Story story = observing(plan("speedup: 60x"));
        story.after(Duration.ofSeconds(30).minus(TICK))
                .and(validated(4, 0))
                .looked()
                .thenNothing();
        story.after(TICK).looked().then(Lifecycle.StageCompleted.class, Lifecycle.StageStarted.class);
    }

    private static Story observing() {
        return observing(plan());
    }

    private static Story observing(Plan plan) {
        return Story.given(
                requested(plan), new Lifecycle.RolloutStarted(ROLLOUT), stageStarted(plan, 0), switched(plan, 0));
    }
}
