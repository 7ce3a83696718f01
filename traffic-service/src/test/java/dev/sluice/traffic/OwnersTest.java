package dev.sluice.traffic;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Owners that die, freeze and are doubled: the journal tells one story, and the routers follow it. */
class OwnersTest {
    private static final Duration TAKE_OVER = Duration.ofSeconds(8);
    private static final List<String> WAY_UP = List.of(
            "RolloutRequested",
            "RolloutStarted",
            "StageStarted",
            "TrafficSwitched",
            "StageValidated",
            "StageCompleted",
            "StageStarted",
            "TrafficSwitched",
            "StageValidated",
            "StageCompleted",
            "StageStarted",
            "TrafficSwitched",
            "StageValidated",
            "StageCompleted",
            "StageStarted",
            "TrafficSwitched",
            "StageValidated",
            "StageCompleted",
            "RolloutCompleted");

    /** The steps of a rollout that are seen from outside: each record and each write. */
    static IntStream steps() {
        World world = new World();
        climbed(world);
        return IntStream.rangeClosed(0, world.steps());
    }

    private static void climbed(World world) {
        begun(world);
        world.until(
                "the rollout is completed", Duration.ofMinutes(10), () -> world.has(Lifecycle.RolloutCompleted.class));
    }

    private static void begun(World world) {
        new Health(world);
        world.owner("first");
        world.command(new Command.Start(Samples.KEY, plan(), ANN));
    }

    private static Plan plan() {
        return Samples.plan("speedup: 60x");
    }

    @ParameterizedTest(name = "after step {0}")
    @MethodSource("steps")
    void anOwnerMayDieAfterAnyStepAndTheNextOneGoesOn(int step) {
        World world = new World();
        world.crashAfter(step);
        begun(world);
        if (step > 0) {
            world.until("the crash", Duration.ofMinutes(10), () -> world.steps() >= step);
            world.pass(TAKE_OVER);
            world.owner("second");
        }
        world.until(
                "the rollout is completed", Duration.ofMinutes(10), () -> world.has(Lifecycle.RolloutCompleted.class));
        world.pass(Duration.ofSeconds(5));
        assertThat(world.words()).isEqualTo(WAY_UP);
        assertNoStageIsShortened(world);
        assertThat(world.router("edge").memory().written().stream().distinct())
                .containsExactly("shift 5%", "shift 20%", "shift 50%", "shift 100%");
        assertThat(world.weight("edge")).isEqualTo(Weight.FULL);
        assertThat(world.weight("mobile")).isEqualTo(Weight.FULL);
        assertThat(world.pending()).as("commands that were never acknowledged").isZero();
    }

    private static void assertNoStageIsShortened(World world) {
        for (int stage = 0; stage < 4; stage++) {
            Instant switched = time(world, stage, Lifecycle.TrafficSwitched.class);
            Instant completed = time(world, stage, Lifecycle.StageCompleted.class);
            assertThat(Duration.between(switched, completed))
                    .as("stage %d", stage)
                    .isGreaterThanOrEqualTo(plan().durationOf(stage).duration());
        }
    }

    private static Instant time(World world, int nth, Class<? extends JournalEvent> type) {
        JournalEvent event = world.history().stream()
                .filter(type::isInstance)
                .skip(nth)
                .findFirst()
                .orElseThrow();
        return world.time(event).orElseThrow();
    }

    /** The steps of a rollout that is rolled back by a person in its second stage. */
    static IntStream stepsBack() {
        World world = new World();
        rolledBack(world);
        return IntStream.rangeClosed(1, world.steps());
    }

    private static void rolledBack(World world) {
        begun(world);
        turned(world);
        world.until(
                "the rollback has ended", Duration.ofMinutes(3), () -> world.has(Lifecycle.RolloutRolledBack.class));
    }

    private static void turned(World world) {
        world.until("the second stage", Duration.ofMinutes(3), () -> world.count(Lifecycle.TrafficSwitched.class) == 2);
        world.command(new Command.RollBack(ROLLOUT, ANN));
    }

    @ParameterizedTest(name = "after step {0}")
    @MethodSource("stepsBack")
    void anOwnerMayDieAfterAnyStepOfARollbackToo(int step) {
        World world = new World();
        world.crashAfter(step);
        begun(world);
        world.pass(Duration.ofMinutes(1));
        if (world.steps() >= step) {
            world.owner("second");
        }
        turned(world);
        world.pass(Duration.ofSeconds(1));
        if (world.steps() >= step) {
            world.pass(TAKE_OVER);
            world.owner("third");
        }
        world.until(
                "the rollback has ended", Duration.ofMinutes(3), () -> world.has(Lifecycle.RolloutRolledBack.class));
        assertThat(world.count(Lifecycle.TrafficRestored.class)).isEqualTo(1);
        assertThat(world.weight("edge")).isEqualTo(Weight.ZERO);
        assertThat(world.weight("mobile")).isEqualTo(Weight.ZERO);
        assertThat(world.router("edge").memory().written()).last().isEqualTo("restore");
        assertThat(world.pending()).isZero();
    }

    @Test
    void anOwnerThatWakesUpChangesNothingBesideItsSuccessor() {
        World world = new World();
        new Health(world);
        Node old = world.owner("old");
        world.command(new Command.Start(Samples.KEY, plan(), ANN));
        world.until("a stage is watched", Duration.ofMinutes(1), () -> world.has(Lifecycle.TrafficSwitched.class));
        old.pause();
        world.pass(TAKE_OVER);
        world.owner("new");
        world.command(new Command.Pause(ROLLOUT, ANN));
        world.pass(Duration.ofSeconds(1));
        old.wake();
        world.command(new Command.Resume(ROLLOUT, ANN));
        world.until(
                "the rollout is completed", Duration.ofMinutes(10), () -> world.has(Lifecycle.RolloutCompleted.class));
        assertThat(world.words()).containsOnlyOnce("RolloutPaused", "RolloutResumed", "RolloutCompleted");
        assertThat(world.words()).doesNotContain("SafetyNetUsed", "TrafficRestored", "DriftFound");
        assertThat(world.words().stream()
                        .filter(word -> !word.startsWith("RolloutPaused") && !word.equals("RolloutResumed")))
                .isEqualTo(WAY_UP);
    }

    @Test
    void twoOwnersAtOnceTellOneStory() {
        World world = new World();
        new Health(world);
        world.owner("one");
        world.owner("other");
        world.command(new Command.Start(Samples.KEY, plan(), ANN));
        world.until(
                "the rollout is completed", Duration.ofMinutes(10), () -> world.has(Lifecycle.RolloutCompleted.class));
        assertThat(world.words()).isEqualTo(WAY_UP);
        assertNoStageIsShortened(world);
    }

    @ParameterizedTest
    @EnumSource(World.Broker.class)
    void appendsThatFailOrOnlySeemToOrComeTwiceLeaveOneStory(World.Broker fault) {
        World world = new World();
        new Health(world);
        world.owner("only");
        world.command(new Command.Start(Samples.KEY, plan(), ANN));
        world.until("a stage is watched", Duration.ofMinutes(1), () -> world.has(Lifecycle.TrafficSwitched.class));
        world.broker(fault);
        world.pass(Duration.ofSeconds(30));
        world.broker(World.Broker.WELL);
        world.until(
                "the rollout is completed", Duration.ofMinutes(10), () -> world.has(Lifecycle.RolloutCompleted.class));
        assertThat(world.words()).isEqualTo(WAY_UP);
        assertNoStageIsShortened(world);
    }

    @Test
    void aCommandIsAcknowledgedOnlyWhenItsEventWasReadBack() {
        World world = new World();
        Node owner = world.owner("only");
        world.command(new Command.Start(Samples.KEY, plan(), ANN));
        world.pass(Duration.ofMillis(1));
        assertThat(world.has(Lifecycle.RolloutRequested.class)).isTrue();
        assertThat(world.pending()).isEqualTo(1);
        world.pass(World.HOP);
        assertThat(world.pending()).isZero();
        world.broker(World.Broker.GONE);
        world.command(new Command.Pause(ROLLOUT, ANN));
        world.pass(Duration.ofSeconds(20));
        assertThat(world.pending()).isEqualTo(1);
        assertThat(owner.alive()).isTrue();
        world.broker(World.Broker.WELL);
        world.until("the pause is written", Duration.ofSeconds(10), () -> world.has(Lifecycle.RolloutPaused.class));
        world.pass(World.HOP);
        assertThat(world.pending()).isZero();
    }

    @Test
    void anAppendThatFailedIsDecidedAgainAtOnce() {
        World world = new World();
        world.owner("only");
        world.broker(World.Broker.GONE);
        world.command(new Command.Start(Samples.KEY, plan(), ANN));
        world.pass(Duration.ofSeconds(1));
        world.broker(World.Broker.WELL);
        world.pass(Duration.ofMillis(4_400));
        assertThat(world.has(Lifecycle.RolloutRequested.class)).isTrue();
    }

    @Test
    void aCommandThatLosesItsRaceIsDecidedAgainOnWhatWon() {
        World world = new World();
        world.owner("only");
        world.command(new Command.Start(Samples.KEY, plan(), ANN));
        world.until("a stage is watched", Duration.ofMinutes(1), () -> world.has(Lifecycle.TrafficSwitched.class));
        world.pass(Duration.ofSeconds(1));
        // Another owner's event stands in the journal and was not read here so far.
        world.tell(new Lifecycle.RolloutPaused(ROLLOUT, ANN, Optional.empty()));
        world.command(new Command.Pause(ROLLOUT, ANN));
        world.pass(Duration.ofSeconds(1));
        assertThat(world.words()).containsOnlyOnce("RolloutPaused").endsWith("CommandRefused");
        assertThat(world.pending()).isZero();
    }

    @Test
    void aCommandWhoseEventARollbackRequestMadeVoidIsRefused() {
        World world = new World();
        world.owner("only");
        world.command(new Command.Start(Samples.KEY, plan(), ANN));
        world.until("a stage is watched", Duration.ofMinutes(1), () -> world.has(Lifecycle.TrafficSwitched.class));
        world.pass(Duration.ofSeconds(1));
        // It stands in the journal before the pause does, and was not read here when the pause was decided.
        world.tell(Samples.rollbackRequested(world.state().gate().version()));
        world.command(new Command.Pause(ROLLOUT, ANN));
        world.pass(Duration.ofSeconds(1));
        assertThat(world.words()).containsSubsequence("RollbackRequested", "RolloutPaused", "CommandRefused");
        assertThat(world.words()).containsOnlyOnce("RolloutPaused").containsOnlyOnce("CommandRefused");
        assertThat(world.rollout().pause()).isEmpty();
        assertThat(world.pending()).isZero();
    }
}
