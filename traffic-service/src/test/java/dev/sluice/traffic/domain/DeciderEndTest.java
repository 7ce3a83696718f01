package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.plan;
import static dev.sluice.traffic.Samples.rollbackCompleted;
import static dev.sluice.traffic.Samples.rollbackRequested;
import static dev.sluice.traffic.Samples.validated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.story.Phase;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.Samples;
import dev.sluice.traffic.Story;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways back and out: each rollout ends once. */
class DeciderEndTest {
    private static final Name EDGE = new Name("edge");

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPLETED", "ABORTED"})
    void aRequestedRollbackRestoresFromEveryPhaseAndEndsWithItsProcedure(Moment moment) {
        Story story = moment.story().and(rollbackRequested(40));
        boolean before = moment == Moment.RESTORED;
        assertThat(story.rollout().phase()).isInstanceOf(before ? Phase.Restored.class : Phase.Restoring.class);
        if (!before) {
            story.looked().thenNothing().when(Moment.restored()).then(Lifecycle.TrafficRestored.class);
        }
        story.looked().thenNothing().and(rollbackCompleted(40)).looked().then(Lifecycle.RolloutRolledBack.class);
        endedOnce(story);
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUESTED", "READY", "SHIFTING", "OBSERVING", "BETWEEN", "PAUSED", "HELD"})
    void anAbortEndsFromEveryPhaseOfTheWayUp(Moment moment) {
        Story story = moment.story().when(new Command.Abort(ROLLOUT, ANN));
        story.and(story.decided().toArray(JournalEvent[]::new));
        if (story.state().open().isPresent()) {
            story.looked().thenNothing();
            story.when(Moment.restored()).then(Lifecycle.TrafficRestored.class);
            story.looked().then(Lifecycle.RolloutAborted.class);
        }
        endedOnce(story);
    }

    @Test
    void aRollbackWhoseProcedureFailsEndsAsFailed() {
        Story story =
                Moment.RESTORED.story().and(new Fact.RollbackFailed(ROLLOUT, 4, "edge can't be verified", List.of()));
        story.looked().then(new Lifecycle.RolloutFailed(ROLLOUT, "edge can't be verified"));
        endedOnce(story);
    }

    @Test
    void aRollbackThatWasDoneBeforeTheRestoreWaitsForTheRestore() {
        Story story =
                Moment.RESTORING.story().and(rollbackCompleted(4)).looked().thenNothing();
        story.when(Moment.restored())
                .then(Lifecycle.TrafficRestored.class)
                .looked()
                .then(Lifecycle.RolloutRolledBack.class);
        endedOnce(story);
    }

    @Test
    void aRollbackTurnsAnAbortThatIsUnderWayIntoOneWithTheProcedure() {
        Story story =
                Moment.ABORTING.story().when(new Command.RollBack(ROLLOUT, ANN)).then(Lifecycle.RestoreStarted.class);
        story.when(Moment.restored())
                .then(Lifecycle.TrafficRestored.class)
                .looked()
                .thenNothing();
        story.and(rollbackRequested(5), rollbackCompleted(5)).looked().then(Lifecycle.RolloutRolledBack.class);
        endedOnce(story);
    }

    private static void endedOnce(Story story) {
        assertThat(story.state().open()).isEmpty();
        story.looked().thenNothing();
        story.when(Moment.restored()).thenNothing();
        story.when(new Input.NetActs(ROLLOUT, NetAction.RESTORE, NetReason.VERDICTS_STALE, "late"))
                .thenNothing();
        assertThat(story.told().stream().filter(DeciderEndTest::terminal)).hasSize(1);
    }

    private static boolean terminal(JournalEvent event) {
        return event instanceof Lifecycle.RolloutCompleted
                || event instanceof Lifecycle.RolloutAborted
                || event instanceof Lifecycle.RolloutRolledBack
                || event instanceof Lifecycle.RolloutFailed;
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void theNetHoldsReleasesAndRestoresOnceAndOnlyWhereItMay(Moment moment) {
        Story story = moment.story();
        boolean up = moment.goingUp();
        assertThat(story.when(net(NetAction.HOLD)).decided()).hasSize(up && moment != Moment.HELD ? 1 : 0);
        assertThat(story.when(net(NetAction.RELEASE)).decided()).hasSize(moment == Moment.HELD ? 1 : 0);
        assertThat(story.when(net(NetAction.RESTORE)).decided()).hasSize(up || moment == Moment.FAILING ? 1 : 0);
    }

    @Test
    void aHoldLetsNothingMoveUpUntilItIsReleased() {
        Story story = Moment.HELD.story().after(Duration.ofMinutes(30)).and(validated(4, 0));
        story.looked().thenNothing();
        story.when(net(NetAction.RELEASE)).then(Lifecycle.SafetyNetUsed.class);
        story.looked().then(Lifecycle.StageCompleted.class, Lifecycle.StageStarted.class);
    }

    @Test
    void aRestoreByTheNetWaitsForTheProcedureAsAnyRollback() {
        Story story = Moment.OBSERVING.story().when(net(NetAction.RESTORE)).then(Lifecycle.SafetyNetUsed.class);
        story.when(Moment.restored())
                .then(Lifecycle.TrafficRestored.class)
                .looked()
                .thenNothing();
        story.and(rollbackRequested(5), rollbackCompleted(5)).looked().then(Lifecycle.RolloutRolledBack.class);
        endedOnce(story);
    }

    private static Input net(NetAction action) {
        return new Input.NetActs(ROLLOUT, action, NetReason.VERDICTS_STALE, "no fresh verdict");
    }

    @Test
    void aStuckRouterIsToldOnceEach() {
        Story story = Moment.RESTORING.story();
        story.when(new Input.RestoreStuck(ROLLOUT, EDGE, "refused"))
                .then(new Lifecycle.RestoreDelayed(ROLLOUT, EDGE, "refused"))
                .when(new Input.RestoreStuck(ROLLOUT, EDGE, "refused again"))
                .thenNothing();
        story.when(new Input.RestoreStuck(ROLLOUT, new Name("mobile"), "gone")).then(Lifecycle.RestoreDelayed.class);
        Moment.RESTORED
                .story()
                .when(new Input.RestoreStuck(ROLLOUT, EDGE, "late"))
                .thenNothing();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPLETED", "ABORTED"})
    void aTargetWhoseJournalCantBeReadIsRestoredAndNeverShifted(Moment moment) {
        Story story = moment.story().poisoned().looked();
        switch (moment) {
            case REQUESTED, READY -> story.then(Lifecycle.RolloutFailed.class);
            case SHIFTING, OBSERVING, BETWEEN, PAUSED, HELD -> {
                story.then(Lifecycle.SafetyNetUsed.class);
                assertThat(story.rollout().phase()).isInstanceOf(Phase.Restoring.class);
            }
            case FAILING, ABORTING, RESTORING, RESTORED -> story.thenNothing();
            case COMPLETED, ABORTED -> throw new IllegalStateException("it is over");
        }
    }

    @Test
    void aRolloutThatClimbsForTooLongIsTakenBackAnHourBeforeTheFourteenDaysAreOver() {
        Duration limit = Duration.ofDays(14).minusHours(1);
        Story story = Moment.PAUSED.story().after(limit).looked().thenNothing();
        assertThat(Progress.nextLook(story.state(), story.now()))
                .contains(story.now().plusMillis(1));
        story.after(Duration.ofMillis(1)).looked().then(Lifecycle.SafetyNetUsed.class);
        Story unmoved =
                Moment.REQUESTED.story().after(limit.plusMillis(1)).looked().then(Lifecycle.RolloutFailed.class);
        endedOnce(unmoved);
    }

    @Test
    void aLongStageDoesNotHideTheFourteenDays() {
        Story story = Story.given(Samples.requested(plan("stages:", "  - {name: all, weight: 100%, duration: 30d}")));
        Duration limit = Duration.ofDays(14).minusHours(1);
        story.untilQuiet();
        assertThat(Progress.nextLook(story.state(), story.now()))
                .contains(story.now().plus(limit).plusMillis(1));
    }

    @Test
    void aWayBackThatNobodyFinishesEndsAsFailedAfterFourteenDays() {
        Story restored =
                Moment.RESTORED.story().after(Duration.ofDays(14)).looked().thenNothing();
        assertThat(Progress.nextLook(restored.state(), restored.now()))
                .contains(restored.now().plusMillis(1));
        restored.after(Duration.ofMillis(1)).looked().then(Lifecycle.RolloutFailed.class);
        endedOnce(restored);
        Story stuck = Moment.RESTORING
                .story()
                .after(Duration.ofDays(14).plusMillis(1))
                .looked();
        endedOnce(stuck.then(Lifecycle.RolloutFailed.class));
    }

    @Test
    void aRestoreThatBeginsLateHasItsHour() {
        Story story =
                Moment.OBSERVING.story().after(Duration.ofDays(15)).looked().then(Lifecycle.SafetyNetUsed.class);
        story.looked().thenNothing().after(Duration.ofHours(1)).looked().thenNothing();
        story.after(Duration.ofMillis(1)).looked().then(Lifecycle.RolloutFailed.class);
    }

    /** Each decision of several events, and the rollout in which it falls. */
    static Stream<Supplier<Story>> severalEvents() {
        Command supersede =
                Samples.start(Samples.OTHER_KEY, plan("onConflict: supersede")).command();
        return Stream.of(
                () -> Moment.OBSERVING.story().when(supersede),
                () -> Moment.READY.story().when(supersede),
                () -> Moment.OBSERVING
                        .story()
                        .after(Duration.ofMinutes(30))
                        .and(validated(4, 0))
                        .looked(),
                () -> {
                    Story story = Moment.OBSERVING.story().when(new Command.Promote(ROLLOUT, true, ANN));
                    return story.then(Lifecycle.PromotedFully.class)
                            .and(validated(story.version(), 0))
                            .looked();
                },
                () -> lastStage().looked());
    }

    private static Story lastStage() {
        Story story = Moment.OBSERVING.story().when(new Command.Promote(ROLLOUT, true, ANN));
        story.then(Lifecycle.PromotedFully.class)
                .and(validated(story.version(), 0))
                .untilQuiet();
        story.and(Samples.switched(plan(), 3)).after(Duration.ofMinutes(15));
        return story.and(validated(story.version(), 3));
    }

    @ParameterizedTest
    @MethodSource("severalEvents")
    void anyPrefixOfADecisionIsAStateFromWhichAnOwnerGoesOnToTheSameEnd(Supplier<Story> decision) {
        Story whole = decision.get();
        JournalEvent[] events = whole.decided().toArray(JournalEvent[]::new);
        assertThat(events).hasSizeGreaterThan(1);
        List<JournalEvent> end = whole.and(events).untilQuiet().told();
        for (int length = 1; length < events.length; length++) {
            Story torn =
                    decision.get().and(java.util.Arrays.copyOf(events, length)).untilQuiet();
            assertThat(torn.told()).as("after %d of %d", length, events.length).isEqualTo(end);
        }
    }
}
