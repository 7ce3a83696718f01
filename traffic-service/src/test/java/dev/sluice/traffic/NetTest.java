package dev.sluice.traffic;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.measure.Measurement.Beat;
import dev.sluice.events.measure.Measurement.Breach;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Weight;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The safety net in a running instance. */
class NetTest {
    private static final Duration TICK = Duration.ofMillis(600);
    private final World world = new World();
    private final Health health = new Health(world);

    private Node observing() {
        Node owner = world.owner("owner");
        world.command(new Command.Start(Samples.KEY, Samples.plan(), ANN));
        world.until("a stage is watched", Duration.ofMinutes(1), () -> world.has(Lifecycle.TrafficSwitched.class));
        world.pass(Duration.ofSeconds(5));
        return owner;
    }

    private List<Lifecycle.SafetyNetUsed> net() {
        return world.history().stream()
                .filter(Lifecycle.SafetyNetUsed.class::isInstance)
                .map(Lifecycle.SafetyNetUsed.class::cast)
                .toList();
    }

    @Test
    void silenceHoldsAtTwelveSecondsAndRestoresAtTwentyTwo() {
        observing();
        health.silence();
        world.pass(Duration.ofMillis(9_900));
        assertThat(net()).isEmpty();
        world.pass(Duration.ofMillis(2_700));
        assertThat(net())
                .singleElement()
                .extracting(Lifecycle.SafetyNetUsed::action)
                .isEqualTo(NetAction.HOLD);
        world.pass(Duration.ofMillis(7_300));
        assertThat(net()).hasSize(1);
        world.until("traffic is restored", Duration.ofMillis(2_700), () -> world.has(Lifecycle.TrafficRestored.class));
        assertThat(net().getLast().reason()).isEqualTo(NetReason.VERDICTS_STALE);
    }

    @Test
    void verdictsThatComeBackInTimeReleaseTheHold() {
        observing();
        health.silence();
        world.until("the hold", Duration.ofSeconds(15), () -> net().size() == 1);
        world.router("edge").memory().forget();
        world.pass(Duration.ofSeconds(5));
        assertThat(world.weight("edge")).as("nothing is raised meanwhile").isEqualTo(Weight.ZERO);
        health.speak();
        world.until("the release", Duration.ofSeconds(3), () -> net().size() == 2);
        assertThat(net().getLast().action()).isEqualTo(NetAction.RELEASE);
        world.until("it is set again", Duration.ofSeconds(3), () -> world.weight("edge")
                .equals(Weight.percent(5)));
        world.pass(Duration.ofSeconds(30));
        assertThat(net()).hasSize(2);
    }

    @Test
    void withTheJournalGoneItRestoresAllTheSameAndTellsItAfterwards() {
        observing();
        health.silence();
        world.broker(World.Broker.GONE);
        world.until("the routers are restored", Duration.ofMillis(22_700), () -> world.weight("edge")
                .equals(Weight.ZERO));
        assertThat(world.weight("mobile")).isEqualTo(Weight.ZERO);
        assertThat(world.words()).endsWith("TrafficSwitched");
        world.pass(Duration.ofMinutes(5));
        assertThat(world.router("edge").memory().written()).containsExactly("shift 5%", "restore");
        world.broker(World.Broker.WELL);
        world.until("the journal knows", Duration.ofSeconds(20), () -> world.has(Lifecycle.TrafficRestored.class));
        assertThat(net().stream().filter(used -> used.action() == NetAction.RESTORE))
                .hasSize(1);
        assertThat(world.weight("edge")).isEqualTo(Weight.ZERO);
    }

    @Test
    void whatItRestoredWithoutTheJournalIsNotMendedUpward() {
        world.withoutLatch("edge");
        observing();
        health.silence();
        world.broker(World.Broker.GONE);
        world.until("the routers are restored", Duration.ofMillis(22_700), () -> world.weight("edge")
                .equals(Weight.ZERO));
        world.pass(Duration.ofMinutes(1));
        world.broker(World.Broker.WELL);
        world.until("the journal knows", Duration.ofSeconds(20), () -> world.has(Lifecycle.TrafficRestored.class));
        assertThat(world.router("edge").memory().written()).doesNotContainSubsequence("restore", "shift 5%");
        assertThat(world.words()).doesNotContain("DriftFound");
    }

    @Test
    void aBrokerOutageOfUnderTwelveSecondsChangesNothing() {
        observing();
        health.silence();
        world.broker(World.Broker.GONE);
        world.pass(Duration.ofMillis(9_500));
        world.broker(World.Broker.WELL);
        health.speak();
        world.pass(Duration.ofSeconds(30));
        assertThat(world.words()).endsWith("TrafficSwitched");
    }

    @Test
    void aBreachInThePulseIsActedOnWhenTheJournalHasNoRequest() {
        observing();
        health.silence();
        world.broker(World.Broker.GONE);
        Breach breach = new Breach(Samples.ERROR_RATE, Reaction.ROLLBACK, 0);
        world.pulse(new Beat(ROLLOUT, 4, Verdict.UNHEALTHY, 0, 1_000, Optional.of(breach), Optional.empty()));
        world.pass(Duration.ofMillis(4_900));
        assertThat(world.weight("edge")).isEqualTo(Weight.percent(5));
        world.pass(TICK);
        assertThat(world.weight("edge")).isEqualTo(Weight.ZERO);
        assertThat(world.weight("mobile")).isEqualTo(Weight.ZERO);
    }

    @Test
    void aFailedStageThatNobodyRollsBackIsRestoredAfterFiveSeconds() {
        observing();
        world.tell(Samples.notValidated(world.state().gate().version(), 0, 3));
        world.until("the stage failed", Duration.ofSeconds(1), () -> world.has(Lifecycle.StageFailed.class));
        world.pass(Duration.ofMillis(4_400));
        assertThat(net()).isEmpty();
        world.until("traffic is restored", Duration.ofMillis(1_700), () -> world.has(Lifecycle.TrafficRestored.class));
        assertThat(net().getFirst().reason()).isEqualTo(NetReason.BREACH_UNANSWERED);
    }

    @Test
    void anInstanceThatWasAsleepCountsFromZero() {
        Node owner = observing();
        owner.pause();
        health.silence();
        world.pass(Duration.ofMinutes(10));
        owner.wake();
        world.pass(Duration.ofSeconds(11));
        assertThat(net()).isEmpty();
        world.until("the hold", Duration.ofSeconds(2), () -> !net().isEmpty());
        assertThat(net().getFirst().action()).isEqualTo(NetAction.HOLD);
    }

    @Test
    void aTakeOverCountsFromZero() {
        Node owner = observing();
        owner.crash();
        health.silence();
        world.pass(Duration.ofSeconds(30));
        world.owner("second");
        world.pass(Duration.ofSeconds(11));
        assertThat(net()).isEmpty();
        world.until("the hold", Duration.ofSeconds(2), () -> !net().isEmpty());
    }

    @Test
    void anOwnerThatIsCutOffStandsDownWhereItsSuccessorHasStamped() {
        Node owner = observing();
        world.owner("second");
        world.pass(Duration.ofSeconds(3));
        // The first one heard nothing since: it acts on its own.
        owner.emergency(world.state());
        world.pass(Duration.ofSeconds(5));
        assertThat(world.weight("edge")).isEqualTo(Weight.percent(5));
        assertThat(world.words()).doesNotContain("SafetyNetUsed", "DriftFound");
        assertThat(owner.counted("sluice.fences", "fence", "epoch")).isGreaterThanOrEqualTo(1);
    }

    @Test
    void aTargetThatCantBeReadIsRestored() {
        observing();
        var next = dev.sluice.events.wire.Codec.propose(
                Samples.TARGET,
                world.state().gate().version() + 1,
                world.state().gate().last(),
                new Lifecycle.RolloutStarted(ROLLOUT));
        var record = new dev.sluice.events.wire.Codec("test").encode(next);
        world.write(new org.apache.kafka.clients.producer.ProducerRecord<>(
                record.topic(), null, record.key(), new byte[] {'{'}, record.headers()));
        world.until("traffic is restored", Duration.ofSeconds(2), () -> world.has(Lifecycle.TrafficRestored.class));
        assertThat(net().getFirst().reason()).isEqualTo(NetReason.JOURNAL_UNREADABLE);
        world.pass(Duration.ofSeconds(10));
        List<JournalEvent> history = world.history();
        assertThat(history.getLast()).isInstanceOf(Lifecycle.RolloutRolledBack.class);
    }
}
