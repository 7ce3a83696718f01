package dev.sluice.traffic;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.memory.MemoryRouter;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routers that hang, vanish, refuse, forget and are written to by others. */
class RouterFaultsTest {
    private static final Name EDGE = new Name("edge");
    private final World world = new World();
    private Node owner;

    @BeforeEach
    void begin() {
        new Health(world);
        owner = world.owner("owner");
    }

    private void start() {
        world.command(new Command.Start(Samples.KEY, Samples.plan(), ANN));
    }

    private void observing() {
        start();
        world.until("a stage is watched", Duration.ofMinutes(1), () -> world.has(Lifecycle.TrafficSwitched.class));
        world.pass(Duration.ofMillis(100));
    }

    private void rollBack() {
        world.command(new Command.RollBack(ROLLOUT, ANN));
    }

    private void restored(Duration atMost) {
        world.until("traffic is restored", atMost, () -> world.has(Lifecycle.TrafficRestored.class));
    }

    @Test
    void theWaysToItsRoutersAreClosedOnceARolloutIsNoLongerGuarded() {
        observing();
        world.command(new Command.Abort(ROLLOUT, ANN));
        world.until("it is aborted", Duration.ofSeconds(5), () -> world.has(Lifecycle.RolloutAborted.class));
        world.pass(Duration.ofMinutes(9));
        assertThat(world.router("edge").ways())
                .as("a late write is still corrected")
                .isOne();
        world.pass(Duration.ofMinutes(2));
        assertThat(world.router("edge").ways()).isZero();
        assertThat(world.router("mobile").ways()).isZero();
    }

    @Test
    void theWaysOfAPartitionThatIsAnothersAreClosedOnceNothingRunsThere() {
        observing();
        world.router("edge").hang();
        rollBack();
        world.pass(Duration.ofMillis(50));
        owner.lose();
        world.pass(Duration.ofSeconds(2));
        assertThat(world.router("mobile").ways()).isZero();
        world.router("edge").heal();
        world.until("the restore goes on", Duration.ofSeconds(3), () -> world.weight("edge")
                .equals(Weight.ZERO));
        world.pass(Duration.ofSeconds(2));
        assertThat(world.router("edge").ways()).isZero();
    }

    @Test
    void aRestorePassesAShiftThatHangs() {
        world.router("edge").hang();
        start();
        world.until("the shift", Duration.ofSeconds(5), () -> world.has(Lifecycle.StageStarted.class));
        world.pass(Duration.ofMillis(300));
        world.router("edge").heal();
        Instant asked = world.now();
        rollBack();
        restored(Duration.ofSeconds(5));
        assertThat(Duration.between(asked, world.now())).isLessThan(Duration.ofMillis(100));
        assertThat(world.words()).doesNotContain("TrafficSwitched", "StageFailed");
        assertThat(world.router("edge").memory().written()).containsExactly("restore");
        assertThat(world.weight("mobile")).isEqualTo(Weight.ZERO);
    }

    @Test
    void aRouterThatHangsHoldsNoOtherUpInARestore() {
        observing();
        world.router("edge").hang();
        rollBack();
        world.until("the other is restored", Duration.ofMillis(100), () -> world.weight("mobile")
                .equals(Weight.ZERO));
        assertThat(world.weight("edge")).isEqualTo(Weight.percent(5));
        world.router("edge").heal();
        restored(Duration.ofSeconds(3));
        assertThat(world.weight("edge")).isEqualTo(Weight.ZERO);
    }

    @Test
    void aRouterThatCantBeReachedIsToldOnceAndTriedUntilItObeys() {
        observing();
        world.router("edge").memory().suffer(MemoryRouter.Fault.UNREACHABLE);
        rollBack();
        world.pass(Duration.ofMinutes(2));
        assertThat(world.words()).containsOnlyOnce("RestoreDelayed").doesNotContain("TrafficRestored");
        assertThat(world.rollout().delayed()).containsKey(EDGE);
        assertThat(world.weight("mobile")).isEqualTo(Weight.ZERO);
        world.router("edge").heal();
        restored(Duration.ofSeconds(1));
        assertThat(world.weight("edge")).isEqualTo(Weight.ZERO);
        world.until("the end", Duration.ofSeconds(5), () -> world.has(Lifecycle.RolloutRolledBack.class));
    }

    @Test
    void aRestoreWhoseAnswersAreLostIsRepeated() {
        observing();
        world.router("edge").memory().suffer(MemoryRouter.Fault.LOSING_ANSWERS);
        rollBack();
        world.pass(Duration.ofSeconds(3));
        assertThat(world.weight("edge")).isEqualTo(Weight.ZERO);
        assertThat(world.has(Lifecycle.TrafficRestored.class)).isFalse();
        world.router("edge").heal();
        restored(Duration.ofSeconds(1));
    }

    @Test
    void aShiftIsTriedForTenSecondsAndThenTheStageFails() {
        world.router("mobile").memory().suffer(MemoryRouter.Fault.UNREACHABLE);
        start();
        world.pass(Duration.ofSeconds(9));
        assertThat(world.has(Lifecycle.StageFailed.class)).isFalse();
        world.until("the stage failed", Duration.ofSeconds(2), () -> world.has(Lifecycle.StageFailed.class));
        world.router("mobile").heal();
        restored(Duration.ofSeconds(7));
        assertThat(world.weight("edge")).isEqualTo(Weight.ZERO);
    }

    @Test
    void aRouterThatRefusesThreeTimesFailsTheStage() {
        world.router("edge").memory().suffer(MemoryRouter.Fault.REFUSING);
        start();
        world.until("the stage failed", Duration.ofSeconds(2), () -> world.has(Lifecycle.StageFailed.class));
        assertThat(((Lifecycle.StageFailed) last(Lifecycle.StageFailed.class)).reason())
                .contains("edge");
    }

    @Test
    void aShiftWaitsForOwnershipThatWasConfirmedLatelyAndARestoreDoesNot() {
        owner.unconfirmed(Duration.ofMillis(4_001));
        start();
        world.pass(Duration.ofSeconds(3));
        assertThat(world.words()).endsWith("StageStarted");
        assertThat(world.router("edge").memory().written()).isEmpty();
        assertThat(owner.counted("sluice.fences", "fence", "ownership")).isOne();
        owner.unconfirmed(Duration.ofMillis(4_000));
        world.until("the shift", Duration.ofMillis(500), () -> world.has(Lifecycle.TrafficSwitched.class));
        owner.unconfirmed(Duration.ofDays(1));
        rollBack();
        restored(Duration.ofMillis(500));
    }

    @Test
    void aHoldLetsNoShiftGoOnUntilItIsReleased() {
        world.router("mobile").memory().suffer(MemoryRouter.Fault.UNREACHABLE);
        start();
        world.pass(Duration.ofSeconds(1));
        world.tell(new Lifecycle.SafetyNetUsed(ROLLOUT, NetAction.HOLD, NetReason.VERDICTS_STALE, "by hand"));
        world.pass(Duration.ofMillis(300));
        world.router("mobile").heal();
        world.until("verdicts are fresh again", Duration.ofSeconds(3), () -> !world.rollout()
                .heldByNet());
        assertThat(world.words()).endsWith("SafetyNetUsed");
        assertThat(world.router("mobile").memory().written()).isEmpty();
        world.until("the shift", Duration.ofSeconds(2), () -> world.has(Lifecycle.TrafficSwitched.class));
    }

    @Test
    void aWeightThatSomebodyChangedIsToldAndSetRight() {
        observing();
        world.router("edge").memory().drift(Weight.percent(60));
        world.until("it is set right", Duration.ofSeconds(3), () -> world.has(Lifecycle.DriftMended.class));
        assertThat(world.weight("edge")).isEqualTo(Weight.percent(5));
        assertThat(world.words()).containsOnlyOnce("DriftFound", "DriftMended");
        Lifecycle.DriftFound found = (Lifecycle.DriftFound) last(Lifecycle.DriftFound.class);
        assertThat(found.router()).isEqualTo(EDGE);
        assertThat(found.found()).contains(Weight.percent(60));
    }

    @Test
    void aRouterThatForgotIsSetAgain() {
        observing();
        world.router("mobile").memory().forget();
        world.until("it is set again", Duration.ofSeconds(3), () -> world.weight("mobile")
                .equals(Weight.percent(5)));
        world.until("it is told", Duration.ofSeconds(3), () -> world.has(Lifecycle.DriftMended.class));
    }

    @Test
    void aRouterThatForgotWhileItsTargetIsFrozenIsToldAndSetAgainAfterwards() {
        observing();
        world.command(new Command.Freeze(ANN));
        world.until("frozen", Duration.ofSeconds(1), () -> world.has(Lifecycle.TargetFrozen.class));
        world.router("mobile").memory().forget();
        world.until("it is told", Duration.ofSeconds(2), () -> world.has(Lifecycle.DriftFound.class));
        world.pass(Duration.ofSeconds(3));
        assertThat(world.weight("mobile")).isEqualTo(Weight.ZERO);
        world.command(new Command.Thaw(ANN));
        world.until("it is set again", Duration.ofSeconds(3), () -> world.weight("mobile")
                .equals(Weight.percent(5)));
    }

    @Test
    void aLatchThatTheJournalDoesNotKnowOfIsNeverMendedUpward() throws RouterFailure {
        observing();
        world.router("edge").memory().restore(new Stamp(ROLLOUT, 3, 9));
        restored(Duration.ofSeconds(3));
        assertThat(((Lifecycle.SafetyNetUsed) last(Lifecycle.SafetyNetUsed.class)).reason())
                .isEqualTo(NetReason.LATCH_FOUND);
        assertThat(owner.counted("sluice.safety.net", "action", "restore", "reason", "latch-found"))
                .isOne();
        assertThat(world.router("edge").memory().written()).doesNotContainSequence("restore", "shift 5%");
        assertThat(world.weight("mobile")).isEqualTo(Weight.ZERO);
    }

    @Test
    void aRolloutThatNeverShiftedTouchesNoRouter() throws RouterFailure {
        world.router("edge").memory().shift(Split.of(Weight.FULL), new Stamp(Samples.OTHER, 1, 1));
        owner.unconfirmed(Duration.ofDays(1));
        world.tell(Samples.requested(Samples.plan()));
        world.tell(new Lifecycle.RolloutPaused(ROLLOUT, ANN, java.util.Optional.empty()));
        world.pass(Duration.ofSeconds(5));
        world.command(new Command.Abort(ROLLOUT, ANN));
        world.pass(Duration.ofSeconds(5));
        assertThat(world.words()).endsWith("RolloutAborted");
        assertThat(world.weight("edge")).isEqualTo(Weight.FULL);
        assertThat(world.router("mobile").memory().written()).isEmpty();
    }

    @Test
    void aNewOwnerStampsEveryRouterThoughNothingMoves() {
        observing();
        owner.crash();
        world.pass(Duration.ofSeconds(8));
        Node second = world.owner("second");
        world.until(
                "its stamp stands",
                Duration.ofSeconds(3),
                () -> epoch("edge") == second.epoch() && epoch("mobile") == second.epoch());
        assertThat(world.weight("edge")).isEqualTo(Weight.percent(5));
        assertThat(world.words()).doesNotContain("DriftFound");
    }

    private int epoch(String router) {
        return world.router(router).memory().peek().stamp().map(Stamp::epoch).orElse(0);
    }

    private JournalEvent last(Class<? extends JournalEvent> type) {
        return world.history().stream()
                .filter(type::isInstance)
                .reduce((one, next) -> next)
                .orElseThrow();
    }
}
