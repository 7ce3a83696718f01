package dev.sluice.events.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.InMemoryJournal;
import dev.sluice.events.Samples;
import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Freeze;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.journal.RestoreDecision;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.story.Fold.Fate;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** given(a journal), when(one more record), then(the state). Longer than 300 lines because it is one table of moves. */
class FoldTest {
    private static final Target TARGET = Samples.TARGET;
    private static final RolloutId ID = Samples.ROLLOUT;
    private static final EventId COMMAND = Samples.COMMAND;
    private static final Name ERROR_RATE = new Name("error-rate");
    private final InMemoryJournal journal = new InMemoryJournal();

    // ---- freeze, bake, data and shut-down

    @Test
    void aFreezeStandsUntilItIsThawedWhateverEndsMeanwhile() {
        observing();
        when(new Lifecycle.TargetFrozen(Samples.ANN, COMMAND));
        when(new Lifecycle.RestoreStarted(ID, RestoreCause.ABORT, Samples.ANN, COMMAND));
        when(new Lifecycle.TrafficRestored(ID, List.of(), 10));
        when(new Lifecycle.RolloutAborted(ID, Samples.ANN));
        assertThat(state().frozen()).map(Freeze::by).contains(Samples.ANN);
        assertThat(state().snapshot().frozen()).isEqualTo(state().frozen());
        when(new Lifecycle.TargetThawed(Samples.ANN, COMMAND));
        assertThat(state().frozen()).isEmpty();
    }

    @Test
    void aFreezeOfEverythingCountsBesideTheTargetsOwn() {
        observing();
        Freeze all = new Freeze(Samples.ANN, Samples.AT);
        assertThat(state().under(Optional.of(all)).frozen()).contains(all);
        assertThat(state().under(Optional.empty()).frozen()).isEmpty();
    }

    @Test
    void aBakeFollowsTheLastStageAndMayBeRolledBack() {
        baking();
        assertThat(open().phase().word()).isEqualTo("baking");
        assertThat(open().exposed()).isTrue();
        assertThat(open().goingUp()).isTrue();
        assertThat(open().bakingSince()).contains(journal.now());
        when(breached(0));
        assertThat(open().troubles()).hasSize(1);
        when(new Fact.RollbackRequested(ID, version(), "error-rate", Samples.ANN));
        assertThat(open().phase()).isInstanceOf(Phase.Restoring.class);
        assertThat(open().bakingSince()).isPresent();
    }

    @Test
    void aBakeThatIsPausedLastsLonger() {
        baking();
        Instant due = open().due().orElseThrow();
        when(paused());
        journal.pass(Duration.ofHours(2));
        when(resumed());
        assertThat(open().due()).contains(due.plus(Duration.ofHours(2)));
    }

    @Test
    void aBakeEndsCompleted() {
        baking();
        when(new Lifecycle.RolloutCompleted(ID, Optional.of(Samples.ANN), Optional.of(COMMAND)));
        assertThat(state().open()).isEmpty();
        assertThat(state().latest().orElseThrow().phase().word()).isEqualTo("completed");
    }

    @Test
    void aBreachThatWasWrittenBeforeTheEndOfABakeMakesTheEndVoid() {
        baking();
        when(new Fact.MetricsBreached(
                ID, version(), 0, ERROR_RATE, 0, Reaction.ROLLBACK, journal.now(), Samples.reading()));
        long before = version();
        when(new Lifecycle.RolloutCompleted(ID));
        assertThat(open().baking()).isTrue();
        assertThat(version()).isEqualTo(before + 1);
        when(new Lifecycle.RolloutCompleted(ID, Optional.of(Samples.ANN), Optional.of(COMMAND)));
        assertThat(state().open()).as("a person's word ends it all the same").isEmpty();
    }

    @Test
    void aStartThatWasDecidedWithTheEndOfABakeIsVoidWithIt() {
        baking();
        when(requestRollback());
        long before = version();
        when(new Lifecycle.RolloutCompleted(ID, Optional.of(Samples.ANN), Optional.empty()));
        StartKey key = new StartKey("the-next");
        Fold.Step step = when(new Lifecycle.RolloutRequested(
                RolloutId.of(Target.parse("demo/checkout"), key), key, Samples.ANN, open().plan()));

        assertThat(step.fate()).isEqualTo(Fate.ACCEPTED);
        assertThat(version()).isEqualTo(before + 2);
        assertThat(open().id()).isEqualTo(ID);
        assertThat(open().phase().word()).isEqualTo("restoring");
        assertThat(state().started(key)).as("it is decided again").isEmpty();
    }

    @Test
    void aBakeBeforeTheLastStageIsABugOfItsWriter() {
        observing();
        assertThat(when(new Lifecycle.BakeStarted(ID)).fate()).isEqualTo(Fate.POISON);
    }

    @Test
    void theFirstOutcomeOfABackupCounts() {
        given(request());
        Name store = new Name("orders");
        when(new DataFact.BackupTaken(ID, 1, store, "b-1", 10, List.of(), Samples.AT, Samples.AT.plusSeconds(60), 5));
        when(new DataFact.BackupFailed(ID, 1, store, "too late"));
        assertThat(open().backups().get(store)).isNotNull().satisfies(story -> {
            assertThat(story.backup()).contains("b-1");
            assertThat(story.failed()).isEmpty();
        });
    }

    @Test
    void theShutDownIsDoneWhenEveryWorkloadIsRetired() {
        restored();
        Name canary = new Name("canary");
        Name green = new Name("green");
        when(new Fact.ShutdownRequested(ID, version(), List.of(canary, green)));
        when(new Lifecycle.RetirementDelayed(ID, green, "a pod is left"));
        when(new Lifecycle.WorkloadRetired(ID, canary, "0 replicas", 7));
        assertThat(shutdown().waiting()).containsExactly(green);
        assertThat(shutdown().doneAt()).isEmpty();
        when(new Lifecycle.WorkloadRetired(ID, green, "0 replicas", 7));
        when(new Lifecycle.RetirementDelayed(ID, green, "told too late"));
        assertThat(shutdown().doneAt()).contains(journal.now());
    }

    @Test
    void theFirstAnswerAboutAStoreCounts() {
        restored();
        Name store = new Name("orders");
        when(new DataFact.RestoreProposed(ID, version(), store, "b-1", "an hour"));
        assertThat(rollback().data(store).asks()).isTrue();
        when(new DataFact.RestoreDecided(ID, version(), store, RestoreDecision.SKIP, Samples.ANN));
        assertThat(rollback().data(store).settled()).isTrue();
        when(new DataFact.RestoreDecided(ID, version() - 1, store, RestoreDecision.RESTORE, Samples.ANN));
        assertThat(rollback().data(store).decision()).contains(RestoreDecision.SKIP);
    }

    @Test
    void aStoreIsSettledWhenItIsWrittenToAgain() {
        restored();
        Name store = new Name("orders");
        when(new DataFact.RestoreDecided(ID, version(), store, RestoreDecision.RESTORE, Samples.ANN));
        when(new DataFact.WritesPaused(ID, version(), store, List.of("sql")));
        when(new DataFact.DataRestored(ID, version(), store, "b-1", List.of(), 9));
        assertThat(rollback().data(store).settled()).isFalse();
        assertThat(rollback().data(store).writesPaused()).isTrue();
        when(new DataFact.WritesResumed(ID, version(), store));
        assertThat(rollback().data(store).settled()).isTrue();
        assertThat(rollback().data(store).writesPaused()).isFalse();
    }

    private void baking() {
        given(request(), new Lifecycle.RolloutStarted(ID));
        for (int stage = 0; stage < 4; stage++) {
            given(start(stage), switched(stage), new Lifecycle.StageCompleted(ID, stage));
        }
        when(new Lifecycle.BakeStarted(ID));
    }

    private void restored() {
        observing();
        when(new Fact.RollbackRequested(ID, version(), "error-rate", Samples.ANN));
        when(new Lifecycle.TrafficRestored(ID, List.of(), 10));
    }

    private RollbackStory rollback() {
        return open().rollback().orElseThrow();
    }

    private ShutdownStory shutdown() {
        return rollback().shutdown().orElseThrow();
    }

    // ---- the way up

    @Test
    void happyPathRunsThroughAllStages() {
        given(request(), new Lifecycle.RolloutStarted(ID));
        for (int stage = 0; stage < 4; stage++) {
            when(start(stage));
            assertThat(open().phase()).isInstanceOf(Phase.Shifting.class);
            assertThat(open().exposed()).isTrue();
            when(switched(stage));
            assertThat(open().weight()).isEqualTo(stageOf(stage).weight());
            journal.pass(stageOf(stage).duration().duration());
            assertThat(open().due()).contains(journal.now());
            when(validated());
            assertThat(watch().validated()).isTrue();
            when(new Lifecycle.StageCompleted(ID, stage));
            assertThat(open().phase()).isEqualTo(new Phase.Ready(stage + 1));
        }
        Fold.Step end = when(new Lifecycle.RolloutCompleted(ID));
        assertThat(end.fate()).isEqualTo(Fate.ACCEPTED);
        assertThat(state().open()).isEmpty();
        assertThat(state().latest().orElseThrow().phase().word()).isEqualTo("completed");
        assertThat(state().latest().orElseThrow().stages()).hasSize(4).allMatch(s -> s.endedAt()
                .isPresent());
        assertThat(state().recent()).singleElement().satisfies(past -> {
            assertThat(past.outcome()).isEqualTo("completed");
            assertThat(past.first()).isZero();
            assertThat(past.last()).isEqualTo(journal.records().size() - 1L);
        });
    }

    @Test
    void aValidationThatSpeaksOfAnEarlierVersionDoesNotCount() {
        observing();
        when(new Fact.StageValidated(ID, version() - 1, 0, 0, List.of()));
        assertThat(watch().validated()).isFalse();
        assertThat(open().healthFacts()).isEqualTo(1);
    }

    @Test
    void failedValidationsAreCountedAndTakeTheVerdictBack() {
        observing();
        when(validated());
        when(new Fact.ValidationFailed(ID, version(), 0, 1, 2, Reaction.ALERT, List.of(Samples.reading())));
        assertThat(watch().validated()).isFalse();
        assertThat(watch().failures()).isEqualTo(2);
    }

    @Test
    void theStageClockStopsWhilePaused() {
        observing();
        Instant due = open().due().orElseThrow();
        journal.pass(Duration.ofMinutes(10));
        when(paused());
        assertThat(open().due()).isEmpty();
        journal.pass(Duration.ofMinutes(7));
        when(resumed());
        assertThat(open().due()).contains(due.plus(Duration.ofMinutes(7)));
        assertThat(watch().of()).isEqualTo(version());
        assertThat(watch().validated()).isFalse();
    }

    @Test
    void aSecondPauseDoesNotRestartTheFirst() {
        observing();
        Instant due = open().due().orElseThrow();
        when(paused());
        journal.pass(Duration.ofMinutes(5));
        when(new Lifecycle.RolloutPaused(ID, Samples.ANN, Optional.empty()));
        journal.pass(Duration.ofMinutes(5));
        when(resumed());
        assertThat(open().due()).contains(due.plus(Duration.ofMinutes(10)));
    }

    @Test
    void aStageThatWasSwitchedWhilePausedStandsStillFromTheSwitch() {
        given(request(), new Lifecycle.RolloutStarted(ID), start(0), paused());
        journal.pass(Duration.ofMinutes(3));
        when(switched(0));
        Instant switchedAt = journal.now();
        journal.pass(Duration.ofMinutes(4));
        when(resumed());
        assertThat(open().due())
                .contains(switchedAt.plus(stageOf(0).duration().duration()).plus(Duration.ofMinutes(4)));
    }

    @Test
    void anEventThatARollbackRequestMadeVoidAnswersNobody() {
        observing();
        when(requestRollback());
        when(new Lifecycle.GateOpened(ID, 0, Samples.ANN, COMMAND));
        assertThat(state().answered(COMMAND)).isFalse();
        when(new Lifecycle.RestoreStarted(ID, RestoreCause.ROLLBACK, Samples.ANN, COMMAND));
        assertThat(state().answered(COMMAND)).isTrue();
    }

    @Test
    void promotionSkipsTheTimeAndAsksForANewValidation() {
        observing();
        when(validated());
        journal.pass(Duration.ofMinutes(1));
        when(new Lifecycle.GateOpened(ID, 0, Samples.ANN, COMMAND));
        assertThat(open().due()).contains(journal.now());
        assertThat(watch().validated()).isFalse();
        assertThat(watch().gateOpen(stageOf(0))).isTrue();
        assertThat(state().answered(COMMAND)).isTrue();
    }

    @Test
    void fullPromotionGoesOnWithTheLastStage() {
        observing();
        when(new Lifecycle.PromotedFully(ID, 0, Samples.ANN, COMMAND));
        when(new Lifecycle.StageCompleted(ID, 0));
        assertThat(open().phase()).isEqualTo(new Phase.Ready(3));
    }

    @Test
    void theSafetyNetHoldsAndReleases() {
        observing();
        when(net(NetAction.HOLD));
        assertThat(open().heldByNet()).isTrue();
        when(net(NetAction.RELEASE));
        assertThat(open().heldByNet()).isFalse();
    }

    @Test
    void troublesComeGoAndAreForgottenByAResume() {
        observing();
        when(breached(0));
        assertThat(open().troubles()).containsOnlyKeys(ERROR_RATE);
        when(new Fact.HealthRecovered(ID, version(), ERROR_RATE, 1, Samples.reading()));
        assertThat(open().troubles()).isEmpty();
        when(breached(2));
        given(paused(), resumed());
        assertThat(open().troubles()).isEmpty();
    }

    // ---- the way back

    static Stream<List<Lifecycle>> everyPhaseOnTheWayUp() {
        Lifecycle request = new Lifecycle.RolloutRequested(ID, Samples.KEY, Samples.ANN, Samples.plan());
        Lifecycle started = new Lifecycle.RolloutStarted(ID);
        Lifecycle failed = new Lifecycle.StageFailed(ID, 0, StageFailure.ROUTER_REFUSED, "no");
        return Stream.of(
                List.of(request),
                List.of(request, started),
                List.of(request, started, start(0)),
                List.of(request, started, start(0), switched(0)),
                List.of(request, started, start(0), switched(0), paused()),
                List.of(request, started, start(0), switched(0), new Lifecycle.StageCompleted(ID, 0)),
                List.of(request, started, start(0), failed));
    }

    @ParameterizedTest
    @MethodSource("everyPhaseOnTheWayUp")
    void aRollbackRequestTakesEffectByItselfInEveryPhase(List<Lifecycle> before) {
        given(before.toArray(Lifecycle[]::new));
        when(requestRollback());
        assertThat(open().phase()).isInstanceOfSatisfying(Phase.Restoring.class, p -> {
            assertThat(p.kind()).isEqualTo(Phase.RestoreKind.ROLLBACK);
            assertThat(p.since()).isEqualTo(journal.now());
        });
        when(new Lifecycle.TrafficRestored(ID, List.of(), 900));
        assertThat(open().weight()).isEqualTo(Weight.ZERO);
        assertThat(open().exposed()).isFalse();
        when(new Fact.SwitchVerified(ID, version(), List.of()));
        when(new Fact.RollbackCompleted(
                ID, version(), new RollbackTimes(Optional.empty(), journal.now(), journal.now(), journal.now())));
        assertThat(open().rollback().orElseThrow().completed()).isPresent();
        when(new Lifecycle.RolloutRolledBack(ID, "error-rate"));
        assertThat(state().latest().orElseThrow().phase().word()).isEqualTo("rolled-back");
    }

    @ParameterizedTest
    @MethodSource("everyPhaseOnTheWayUp")
    void aPersonsAbortAndTheSafetyNetRestoreFromEveryPhase(List<Lifecycle> before) {
        given(before.toArray(Lifecycle[]::new));
        when(new Lifecycle.RestoreStarted(ID, RestoreCause.ABORT, Samples.ANN, COMMAND));
        assertThat(restoring().kind()).isEqualTo(Phase.RestoreKind.ABORT);
        when(net(NetAction.RESTORE));
        assertThat(restoring().kind()).as("the graver of two reasons").isEqualTo(Phase.RestoreKind.ROLLBACK);
        assertThat(restoring().reason()).as("the first reason").isEqualTo(Samples.ANN.reason());
    }

    static Stream<Lifecycle> upward() {
        return Stream.of(
                new Lifecycle.StageCompleted(ID, 0),
                new Lifecycle.StageFailed(ID, 0, StageFailure.DEADLINE_PASSED, "late"),
                paused(),
                new Lifecycle.GateOpened(ID, 0, Samples.ANN, COMMAND),
                new Lifecycle.PromotedFully(ID, 0, Samples.ANN, COMMAND),
                start(1),
                switched(1),
                new Lifecycle.RolloutStarted(ID),
                resumed(),
                new Lifecycle.RolloutCompleted(ID));
    }

    @ParameterizedTest
    @MethodSource("upward")
    void anUpwardEventThatStandsBehindARollbackRequestIsVoid(Lifecycle late) {
        observing();
        when(requestRollback());
        RolloutState before = open();
        Fold.Step step = when(late);
        assertThat(step.fate()).isEqualTo(Fate.ACCEPTED);
        assertThat(open()).isEqualTo(before);
        assertThat(state().gate().version()).isEqualTo(5);
    }

    @Test
    void ofSeveralRollbackRequestsTheFirstCounts() {
        observing();
        when(requestRollback());
        RollbackStory first = open().rollback().orElseThrow();
        journal.pass(Duration.ofSeconds(1));
        when(new Fact.RollbackRequested(ID, version(), "another", Samples.ANN));
        assertThat(open().rollback()).contains(first);
    }

    @Test
    void aDelayedRouterIsRememberedUntilTrafficIsRestored() {
        observing();
        when(requestRollback());
        when(new Lifecycle.RestoreDelayed(ID, new Name("edge"), "connection refused"));
        assertThat(open().delayed()).containsEntry(new Name("edge"), "connection refused");
        when(new Lifecycle.TrafficRestored(ID, List.of(), 1));
        assertThat(open().delayed()).isEmpty();
    }

    // ---- the gate

    @Test
    void theSameRecordTwiceChangesNothing() {
        observing();
        Proposed again = Codec.propose(TARGET, validated());
        assertThat(journal.append(again).fate()).isEqualTo(Fate.ACCEPTED);
        TargetState before = state();
        assertThat(journal.append(again).fate()).isEqualTo(Fate.DUPLICATE);
        assertThat(state()).isEqualTo(before.read(state().covers()));
        Proposed pause = journal.next(TARGET, paused());
        assertThat(journal.append(pause).fate()).isEqualTo(Fate.ACCEPTED);
        assertThat(journal.append(pause).fate()).isEqualTo(Fate.DROPPED);
    }

    @Test
    void ofTwoEventsDecidedOnTheSameStateTheSecondLoses() {
        observing();
        Proposed first = journal.next(TARGET, paused());
        Proposed second = journal.next(TARGET, new Lifecycle.StageCompleted(ID, 0));
        assertThat(journal.append(first).fate()).isEqualTo(Fate.ACCEPTED);
        assertThat(journal.append(second).fate()).isEqualTo(Fate.DROPPED);
        assertThat(open().pause()).isPresent();
        assertThat(open().phase()).isInstanceOf(Phase.Observing.class);
    }

    @Test
    void theNextVersionDecidedOnAnotherEventLoses() {
        observing();
        Proposed stale = Codec.propose(TARGET, version() + 1, Optional.of(new EventId("v4-other")), paused());
        assertThat(journal.append(stale).fate()).isEqualTo(Fate.DROPPED);
        assertThat(open().pause()).isEmpty();
    }

    @Test
    void twoStartsOfOneTargetCanNotBothOpenIt() {
        StartKey other = new StartKey("other");
        Proposed first = journal.next(TARGET, request());
        Proposed second = journal.next(
                TARGET,
                new Lifecycle.RolloutRequested(RolloutId.of(TARGET, other), other, Samples.ANN, Samples.plan()));
        journal.append(first);
        assertThat(journal.append(second).fate()).isEqualTo(Fate.DROPPED);
        assertThat(open().id()).isEqualTo(ID);
    }

    @Test
    void anUnknownTypeAdvancesTheVersion() {
        observing();
        long before = version();
        assertThat(unknown(Map.of()).fate()).isEqualTo(Fate.UNKNOWN);
        assertThat(version()).isEqualTo(before + 1);
        assertThat(state().blind()).isEmpty();
        assertThat(when(paused()).fate()).isEqualTo(Fate.ACCEPTED);
    }

    @Test
    void whatHadToBeUnderstoodBlindsForGoodAndWhoeverBeginsLaterToo() {
        observing();
        unknown(Map.of("ce_mustunderstand", "true"));
        assertThat(state().blind().orElseThrow()).contains("dev.sluice.invented.v1", "must be understood");
        when(requestRollback());
        when(new Lifecycle.TrafficRestored(ID, List.of(), 1));
        when(new Lifecycle.RolloutRolledBack(ID, ""));
        assertThat(state().blind()).isPresent();
        assertThat(state().snapshot().replayFrom()).isEqualTo(4);
    }

    @Test
    void poisonBlindsUntilTheOpenRolloutHasEnded() {
        journal.append(TARGET, new byte[] {1}, Map.of());
        assertThat(state().blind()).as("nothing is open").isEmpty();
        observing();
        Fold.Step poison = journal.append(TARGET, new byte[] {1}, Map.of());
        assertThat(poison.fate()).isEqualTo(Fate.POISON);
        assertThat(state().blind()).isEqualTo(poison.problem()).isPresent();
        when(new Lifecycle.RestoreStarted(ID, RestoreCause.ABORT, Samples.ANN, COMMAND));
        when(new Lifecycle.TrafficRestored(ID, List.of(), 1));
        when(new Lifecycle.RolloutAborted(ID, Samples.ANN));
        assertThat(state().blind()).isEmpty();
    }

    static Stream<Lifecycle> impossible() {
        return Stream.of(
                new Lifecycle.RolloutRequested(
                        RolloutId.of(TARGET, new StartKey("b")), new StartKey("b"), Samples.ANN, Samples.plan()),
                new Lifecycle.RolloutStarted(ID),
                start(1),
                switched(1),
                new Lifecycle.StageCompleted(ID, 2),
                resumed(),
                new Lifecycle.TrafficRestored(ID, List.of(), 1),
                new Lifecycle.RolloutCompleted(ID));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void anImpossibleEventIsPoisonAndItsVersionCounts(Lifecycle event) {
        observing();
        Phase before = open().phase();
        Fold.Step step = when(event);
        assertThat(step.fate()).isEqualTo(Fate.POISON);
        assertThat(step.problem()).isPresent();
        assertThat(state().blind()).isPresent();
        assertThat(open().phase()).isEqualTo(before);
        assertThat(version()).isEqualTo(5);
    }

    @Test
    void aLifecycleEventWithoutAVersionCanNotPassForAFact() {
        Proposed unnumbered = new Proposed(new EventId("x"), TARGET, OptionalLong.empty(), Optional.empty(), request());
        assertThat(journal.append(unnumbered).fate()).isEqualTo(Fate.POISON);
        assertThat(state().open()).isEmpty();
    }

    @Test
    void aFactWithAVersionIsPoison() {
        observing();
        Proposed numbered = new Proposed(
                new EventId("x"),
                TARGET,
                OptionalLong.of(version() + 1),
                state().gate().last(),
                requestRollback());
        assertThat(journal.append(numbered).fate()).isEqualTo(Fate.POISON);
        assertThat(open().phase()).isInstanceOf(Phase.Observing.class);
    }

    @Test
    void aCommandThatIsNamedLikeAFactDoesNotKeepTheFactOut() {
        observing();
        Fact breach = breached(0);
        EventId sameName = Codec.propose(TARGET, breach).id();
        when(new Lifecycle.CommandRefused(Optional.of(ID), sameName, "x", RefusalCode.NOT_NOW, "", Samples.ANN));
        assertThat(state().answered(sameName)).isTrue();
        assertThat(when(new Fact.MetricsBreached(
                                ID, 4, 0, ERROR_RATE, 0, Reaction.ROLLBACK, Samples.AT, Samples.reading()))
                        .fate())
                .isEqualTo(Fate.ACCEPTED);
    }

    // ---- starts

    @Test
    void aQueuedStartWaitsAndIsTakenOutWhenItBegins() {
        observing();
        StartKey key = new StartKey("second");
        RolloutId second = RolloutId.of(TARGET, key);
        when(new Lifecycle.RolloutQueued(second, key, Samples.ANN, Samples.plan()));
        assertThat(state().queue()).extracting(Queued::id).containsExactly(second);
        abort();
        assertThat(state().snapshot().replayFrom())
                .as("the queued start is read again")
                .isEqualTo(4);
        when(new Lifecycle.RolloutRequested(second, key, Samples.ANN, Samples.plan()));
        assertThat(state().queue()).isEmpty();
        assertThat(open().id()).isEqualTo(second);
    }

    @Test
    void aQueuedStartMayBeGivenUp() {
        observing();
        StartKey key = new StartKey("second");
        RolloutId second = RolloutId.of(TARGET, key);
        when(new Lifecycle.RolloutQueued(second, key, Samples.ANN, Samples.plan()));
        when(new Lifecycle.RolloutAborted(second, Samples.ANN));
        assertThat(state().queue()).isEmpty();
        assertThat(open().id()).isEqualTo(ID);
    }

    @Test
    void startKeysAreKnownForSevenDays() {
        observing();
        assertThat(state().started(Samples.KEY).orElseThrow().rollout()).isEqualTo(ID);
        assertThat(state().started(Samples.KEY).orElseThrow().planDigest())
                .isEqualTo(TargetState.digest(Samples.plan()));
        abort();
        journal.pass(Duration.ofDays(7).minusSeconds(1));
        another("a");
        assertThat(state().started(Samples.KEY)).isPresent();
        journal.pass(Duration.ofSeconds(2));
        another("b");
        assertThat(state().started(Samples.KEY)).isEmpty();
        assertThat(state().started(new StartKey("a"))).isPresent();
    }

    @Test
    void theNewestTwentyFinishedRolloutsAreListed() {
        for (int i = 0; i < 23; i++) {
            another("k" + i);
        }
        assertThat(state().recent()).hasSize(20);
        assertThat(state().recent().getLast().rollout()).isEqualTo(RolloutId.of(TARGET, new StartKey("k22")));
        assertThat(state().recent().getFirst().rollout()).isEqualTo(RolloutId.of(TARGET, new StartKey("k3")));
    }

    @Test
    void factsAboutARolloutThatIsNotOpenChangeNothing() {
        observing();
        abort();
        TargetState before = state();
        assertThat(when(requestRollback()).fate()).isEqualTo(Fate.ACCEPTED);
        assertThat(state().open()).isEmpty();
        assertThat(state().latest()).isEqualTo(before.latest());
    }

    // ---- the words of this table

    private void given(Lifecycle... events) {
        for (Lifecycle event : events) {
            assertThat(when(event).fate()).isEqualTo(Fate.ACCEPTED);
        }
    }

    private Fold.Step when(Lifecycle event) {
        return journal.append(TARGET, event);
    }

    private Fold.Step when(Fact fact) {
        return journal.append(TARGET, fact);
    }

    private void observing() {
        given(request(), new Lifecycle.RolloutStarted(ID), start(0), switched(0));
    }

    private void abort() {
        given(
                new Lifecycle.RestoreStarted(ID, RestoreCause.ABORT, Samples.ANN, COMMAND),
                new Lifecycle.TrafficRestored(ID, List.of(), 1),
                new Lifecycle.RolloutAborted(ID, Samples.ANN));
    }

    /** A whole short rollout. */
    private void another(String name) {
        StartKey key = new StartKey(name);
        RolloutId id = RolloutId.of(TARGET, key);
        given(
                new Lifecycle.RolloutRequested(id, key, Samples.ANN, Samples.plan()),
                new Lifecycle.RestoreStarted(id, RestoreCause.ABORT, Samples.ANN, COMMAND),
                new Lifecycle.TrafficRestored(id, List.of(), 1),
                new Lifecycle.RolloutAborted(id, Samples.ANN));
    }

    private Fold.Step unknown(Map<String, String> more) {
        Map<String, String> headers = new java.util.HashMap<>(Map.of(
                "ce_specversion", "1.0",
                "ce_id", "u-1",
                "ce_source", "/sluice/newer",
                "ce_type", "dev.sluice.invented.v1",
                "ce_version", Long.toString(version() + 1),
                "ce_after", state().gate().last().orElseThrow().text()));
        headers.putAll(more);
        return journal.append(TARGET, new byte[] {'{', '}'}, headers);
    }

    private TargetState state() {
        return journal.state(TARGET);
    }

    private RolloutState open() {
        return state().open().orElseThrow();
    }

    private long version() {
        return state().gate().version();
    }

    private Watch watch() {
        return open().observing().orElseThrow().watch();
    }

    private Phase.Restoring restoring() {
        return (Phase.Restoring) open().phase();
    }

    private Fact.StageValidated validated() {
        return new Fact.StageValidated(ID, version(), 0, open().healthFacts(), List.of(Samples.reading()));
    }

    private Fact.MetricsBreached breached(int occurrence) {
        return new Fact.MetricsBreached(
                ID, version(), 0, ERROR_RATE, occurrence, Reaction.PAUSE, journal.now(), Samples.reading());
    }

    private Fact.RollbackRequested requestRollback() {
        return new Fact.RollbackRequested(ID, version(), "error-rate", Samples.ANN);
    }

    private static Lifecycle request() {
        return new Lifecycle.RolloutRequested(ID, Samples.KEY, Samples.ANN, Samples.plan());
    }

    private static Stage stageOf(int stage) {
        return Samples.plan().stages().get(stage);
    }

    private static Lifecycle start(int stage) {
        return new Lifecycle.StageStarted(
                ID, stage, stageOf(stage).name(), stageOf(stage).weight());
    }

    private static Lifecycle switched(int stage) {
        return new Lifecycle.TrafficSwitched(ID, stage, stageOf(stage).weight(), List.of(), 700);
    }

    private static Lifecycle paused() {
        return new Lifecycle.RolloutPaused(ID, Samples.ANN, Optional.of(COMMAND));
    }

    private static Lifecycle resumed() {
        return new Lifecycle.RolloutResumed(ID, Samples.ANN, COMMAND);
    }

    private static Lifecycle net(NetAction action) {
        return new Lifecycle.SafetyNetUsed(ID, action, NetReason.VERDICTS_STALE, "no fresh verdict");
    }
}
