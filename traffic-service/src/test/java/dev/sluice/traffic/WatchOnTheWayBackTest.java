package dev.sluice.traffic;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Weight;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a router that forgets, or is written to by others, once the candidate is on its way back. */
class WatchOnTheWayBackTest {
    private final World world = new World();
    private Node owner;

    @BeforeEach
    void begin() {
        new Health(world);
        owner = world.owner("owner");
    }

    private void observing() {
        world.command(new Command.Start(Samples.KEY, Samples.plan(), ANN));
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
    void aLateWriteOfAFormerOwnerIsCorrectedAfterTheEnd() {
        observing();
        rollBack();
        world.until("the end", Duration.ofSeconds(5), () -> world.has(Lifecycle.RolloutRolledBack.class));
        int told = world.history().size();
        world.pass(Duration.ofMinutes(1));
        world.router("edge").memory().drift(Weight.percent(20));
        world.until("it is corrected", Duration.ofMillis(1_500), () -> world.weight("edge")
                .equals(Weight.ZERO));
        assertThat(world.history()).as("the story is over").hasSize(told);
    }

    @Test
    void aRouterThatForgotItsRestoreIsRestoredAgain() {
        observing();
        rollBack();
        world.until("the end", Duration.ofSeconds(5), () -> world.has(Lifecycle.RolloutRolledBack.class));
        world.router("edge").memory().forget();
        assertThat(world.weight("edge")).as("what it begins with").isEqualTo(Weight.ZERO);
        world.until(
                "it is latched again",
                Duration.ofMillis(1_500),
                () -> world.router("edge").memory().peek().latch().isPresent());
        assertThat(world.router("mobile").memory().written()).containsOnlyOnce("restore");
    }

    @Test
    void aRouterThatForgotIsNotGivenABadVersionBack() {
        observing();
        world.tell(Samples.breached(version(), Reaction.ROLLBACK));
        world.router("edge").memory().forget();
        world.pass(Duration.ofMillis(4_500));
        assertThat(world.router("edge").memory().written()).containsOnlyOnce("shift 5%");
        restored(Duration.ofSeconds(3));
        assertThat(world.router("edge").memory().written()).containsOnlyOnce("shift 5%");
    }

    @Test
    void aRouterThatForgotTheNetsRestoreIsRestoredAgainThoughTheBrokerIsGone() {
        observing();
        world.broker(World.Broker.GONE);
        owner.emergency(world.state());
        world.until("the net's restore", Duration.ofSeconds(1), () -> world.weight("edge")
                .equals(Weight.ZERO));
        world.router("edge").memory().forget();
        world.until(
                "it is latched again",
                Duration.ofMillis(1_500),
                () -> world.router("edge").memory().peek().latch().isPresent());
        assertThat(world.router("edge").memory().written()).containsOnlyOnce("shift 5%");
    }

    @Test
    void aRouterThatObeyedIsWatchedWhileAnotherHangs() {
        observing();
        world.router("edge").hang();
        rollBack();
        world.until("the other is restored", Duration.ofSeconds(1), () -> world.weight("mobile")
                .equals(Weight.ZERO));
        world.router("mobile").memory().drift(Weight.percent(20));
        world.until("it is corrected", Duration.ofSeconds(2), () -> world.weight("mobile")
                .equals(Weight.ZERO));
        assertThat(world.has(Lifecycle.TrafficRestored.class)).isFalse();
    }

    private long version() {
        return world.rollout().observing().orElseThrow().watch().of();
    }
}
