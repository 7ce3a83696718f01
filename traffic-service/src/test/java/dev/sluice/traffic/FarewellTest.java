package dev.sluice.traffic;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.memory.MemoryRouter;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What clients hold open to a candidate that is taken back. */
class FarewellTest {
    private final World world = new World();
    private final Health health = new Health(world);

    private Node observing() {
        Node owner = world.owner("owner");
        world.command(new Command.Start(Samples.KEY, Samples.plan(), ANN));
        world.until("a stage is watched", Duration.ofMinutes(1), () -> world.has(Lifecycle.TrafficSwitched.class));
        world.pass(Duration.ofSeconds(5));
        return owner;
    }

    private BooleanSupplier severed(String router) {
        return () -> world.router(router).memory().written().contains("sever");
    }

    @Test
    void itIsEndedAFewSecondsAfterTheRestoreAndOnce() {
        observing();
        world.router("edge").memory().hold(3);
        world.command(new Command.RollBack(ROLLOUT, ANN));
        world.until("stable has everything", Duration.ofSeconds(1), () -> world.has(Lifecycle.TrafficRestored.class));
        Instant restored = world.now();
        world.until("it is ended", Duration.ofSeconds(5), severed("edge"));
        assertThat(Duration.between(restored, world.now())).isGreaterThan(Duration.ofMillis(1_900));
        world.pass(Duration.ofSeconds(30));
        assertThat(world.router("edge").memory().written()).containsOnlyOnce("sever");
        assertThat(world.router("mobile").memory().written()).doesNotContain("sever");
    }

    @Test
    void whatEndsByItselfIsLeftAlone() {
        observing();
        world.router("edge").memory().hold(3);
        world.command(new Command.RollBack(ROLLOUT, ANN));
        world.until("stable has everything", Duration.ofSeconds(1), () -> world.has(Lifecycle.TrafficRestored.class));
        world.pass(Duration.ofMillis(1_500));
        world.router("edge").memory().hold(0);
        world.pass(Duration.ofSeconds(30));
        assertThat(world.router("edge").memory().written()).doesNotContain("sever");
    }

    @Test
    void aRouterThatCantBeReachedHoldsNoOtherUp() {
        observing();
        world.router("edge").memory().hold(3);
        world.router("mobile").memory().suffer(MemoryRouter.Fault.UNREACHABLE);
        world.command(new Command.RollBack(ROLLOUT, ANN));
        world.until("it is ended", Duration.ofSeconds(5), severed("edge"));
        assertThat(world.has(Lifecycle.TrafficRestored.class)).isFalse();
    }

    @Test
    void itIsEndedAfterAnEmergencyThatTheJournalDoesNotKnowOf() {
        observing();
        world.router("edge").memory().hold(3);
        health.silence();
        world.broker(World.Broker.GONE);
        world.until("stable has everything", Duration.ofSeconds(24), () -> world.weight("edge")
                .equals(Weight.ZERO));
        world.until("it is ended", Duration.ofSeconds(5), severed("edge"));
        assertThat(world.words()).endsWith("TrafficSwitched");
    }

    @Test
    void theNextOwnerEndsItWhereTheFormerOneDied() {
        Node owner = observing();
        world.router("edge").memory().hold(3);
        world.command(new Command.RollBack(ROLLOUT, ANN));
        world.until("the end", Duration.ofSeconds(5), () -> world.has(Lifecycle.RolloutRolledBack.class));
        owner.crash();
        world.pass(Duration.ofSeconds(8));
        world.owner("second");
        world.until("it is ended", Duration.ofSeconds(5), severed("edge"));
    }

    @Test
    void nothingIsEndedOnTheWayUp() {
        observing();
        world.router("edge").memory().hold(3);
        world.pass(Duration.ofSeconds(30));
        assertThat(world.router("edge").memory().written()).doesNotContain("sever");
    }
}
