package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.OTHER;
import static dev.sluice.traffic.Samples.OTHER_KEY;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.breached;
import static dev.sluice.traffic.Samples.plan;
import static dev.sluice.traffic.Samples.requested;
import static dev.sluice.traffic.Samples.stageStarted;
import static dev.sluice.traffic.Samples.switched;
import static dev.sluice.traffic.Samples.validated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Freeze;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.journal.RestoreDecision;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.traffic.Samples;
import dev.sluice.traffic.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What follows the last stage, what stops everything, and what a start waits for. */
class DeciderBakeAndFreezeTest {
    private static final Name ORDERS = new Name("orders");
    private static final Plan BAKES = plan("bake: 72h", "stages: [{name: all, weight: 100%, duration: 10m}]");
    private static final Plan SAVES = plan(
            "data:",
            "  backupWithin: 10m",
            "  stores:",
            "    - {type: files, name: orders, paths: [/srv/orders]}",
            "    - {type: files, name: carts, paths: [/srv/carts]}");

    @Test
    void aPlanThatBakesIsCompleteOnlyAfterItsBake() {
        Story story = baking();
        story.after(Duration.ofHours(72).minusMillis(1)).looked().thenNothing();
        story.after(Duration.ofMillis(1)).looked().then(new Lifecycle.RolloutCompleted(ROLLOUT));
    }

    @Test
    void theNextStartEndsABake() {
        Plan next = plan();
        baking().when(Samples.start(OTHER_KEY, next).command())
                .then(
                        new Lifecycle.RolloutCompleted(ROLLOUT, Optional.of(ANN), Optional.empty()),
                        new Lifecycle.RolloutRequested(OTHER, OTHER_KEY, ANN, next));
    }

    @Test
    void aStartWhoseOwnerDiedAfterEndingTheBakeIsDecidedAgain() {
        Plan next = plan();
        Story story = baking().and(new Lifecycle.RolloutCompleted(ROLLOUT, Optional.of(ANN), Optional.empty()));
        story.when(Samples.start(OTHER_KEY, next).command())
                .then(new Lifecycle.RolloutRequested(OTHER, OTHER_KEY, ANN, next));
    }

    @Test
    void aPersonMayEndABakeOrRollBackInIt() {
        baking().when(new Command.Promote(ROLLOUT, false, ANN)).then(Lifecycle.RolloutCompleted.class);
        baking().when(new Command.RollBack(ROLLOUT, ANN)).then(Lifecycle.RestoreStarted.class);
    }

    @Test
    void aBakeWithTroubleIsNotOver() {
        Story story = baking();
        story.and(breached(story.version(), Reaction.ALERT));
        story.and(breachOfPause(story.version()));
        story.looked().then(Lifecycle.RolloutPaused.class);
        story.after(Duration.ofHours(100)).looked().thenNothing();
    }

    @Test
    void theSafetyNetWatchesABake() {
        Story story = baking();
        story.when(new Input.NetActs(ROLLOUT, NetAction.RESTORE, NetReason.VERDICTS_STALE, "no verdict"))
                .then(Lifecycle.SafetyNetUsed.class);
    }

    @Test
    void whatIsFrozenMovesUpNoMoreUntilItIsThawed() {
        Plan plan = plan();
        Story story = Story.given(requested(plan), new Lifecycle.RolloutStarted(ROLLOUT));
        story.when(new Command.Freeze(ANN)).then(Lifecycle.TargetFrozen.class);
        story.looked().thenNothing();
        story.when(new Command.Freeze(ANN)).thenRefused(RefusalCode.NOT_NOW);
        story.when(new Command.Thaw(ANN)).then(Lifecycle.TargetThawed.class);
        story.looked().then(stageStarted(plan, 0));
        story.when(new Command.Thaw(ANN)).thenRefused(RefusalCode.NOT_NOW);
    }

    @Test
    void aFreezeLetsNoStageCompleteAndStopsNoRollback() {
        Story story = Moment.OBSERVING.story();
        story.and(validated(story.version(), 0)).after(Duration.ofHours(1));
        story.and(new Lifecycle.TargetFrozen(ANN, new EventId("c")));
        story.looked().thenNothing();
        story.when(new Command.RollBack(ROLLOUT, ANN)).then(Lifecycle.RestoreStarted.class);
    }

    @Test
    void aFreezeOfEverythingStopsEachTarget() {
        Story story = Moment.READY.story();
        Freeze all = new Freeze(ANN, story.now());

        List<Lifecycle> decided =
                Decider.decide(story.state().under(Optional.of(all)), new Input.Looked(true), story.now());

        assertThat(decided).isEmpty();
        story.looked().then(Lifecycle.StageStarted.class);
    }

    @Test
    void aStartWaitsForTheBackupOfEveryStore() {
        Story story = Story.given(requested(SAVES));
        story.looked().thenNothing();
        story.and(taken(ORDERS)).looked().thenNothing();
        story.and(taken(new Name("carts"))).looked().then(new Lifecycle.RolloutStarted(ROLLOUT));
    }

    @Test
    void aStartWithoutASoundBackupFails() {
        Story.given(requested(SAVES), new DataFact.BackupFailed(ROLLOUT, 1, ORDERS, "no room"))
                .looked()
                .then(new Lifecycle.RolloutFailed(ROLLOUT, "the backup of orders failed: no room"));
    }

    @Test
    void aBackupThatDoesNotComeFailsTheStart() {
        Story story = Story.given(requested(SAVES), taken(ORDERS));
        assertThat(Progress.nextLook(story.state(), story.now()))
                .contains(story.now().plus(Duration.ofMinutes(10)));
        story.after(Duration.ofMinutes(10))
                .looked()
                .then(new Lifecycle.RolloutFailed(ROLLOUT, "no backup of carts within 10m"));
    }

    @Test
    void aBakeDoesNotEndUnwatched() {
        Story story = baking().after(Duration.ofDays(3));
        story.when(new Input.Looked(false)).thenNothing();
        story.looked().then(new Lifecycle.RolloutCompleted(ROLLOUT));
    }

    @Test
    void anAnswerToNoQuestionIsRefused() {
        Moment.RESTORED
                .story()
                .when(new Command.DecideRestore(ROLLOUT, ORDERS, RestoreDecision.RESTORE, ANN))
                .thenRefused(RefusalCode.NOT_NOW);
    }

    @Test
    void anAnswerIsLeftToRollbackService() {
        Story story = Moment.RESTORED.story();
        story.and(new DataFact.RestoreProposed(ROLLOUT, story.version(), ORDERS, "b-1", "an hour"));
        story.when(new Command.DecideRestore(ROLLOUT, ORDERS, RestoreDecision.RESTORE, ANN))
                .thenNothing();
    }

    @Test
    void anAnswerAfterTheAnswerIsRefusedUnlessItIsTheSameOne() {
        Story story = Moment.RESTORED.story();
        story.and(new DataFact.RestoreProposed(ROLLOUT, story.version(), ORDERS, "b-1", "an hour"));
        story.and(new DataFact.RestoreDecided(ROLLOUT, story.version(), ORDERS, RestoreDecision.SKIP, ANN));
        story.when(new Command.DecideRestore(ROLLOUT, ORDERS, RestoreDecision.SKIP, ANN))
                .thenNothing();
        story.when(new Command.DecideRestore(
                        ROLLOUT, ORDERS, RestoreDecision.RESTORE, new Requester("ben", "too late")))
                .thenRefused(RefusalCode.NOT_NOW);
    }

    private static Story baking() {
        Story story = Story.given(
                requested(BAKES), new Lifecycle.RolloutStarted(ROLLOUT), stageStarted(BAKES, 0), switched(BAKES, 0));
        story.and(validated(story.version(), 0)).after(Duration.ofMinutes(10));
        return story.looked().then(new Lifecycle.StageCompleted(ROLLOUT, 0), new Lifecycle.BakeStarted(ROLLOUT));
    }

    private static Fact breachOfPause(long of) {
        return new Fact.MetricsBreached(
                ROLLOUT, of, 0, new Name("memory"), 2, Reaction.PAUSE, Instant.EPOCH, Samples.reading());
    }

    private static DataFact taken(Name store) {
        Instant at = Instant.EPOCH;
        return new DataFact.BackupTaken(ROLLOUT, 1, store, store + "-1", 10, List.of(), at, at.plusSeconds(60), 5);
    }
}
