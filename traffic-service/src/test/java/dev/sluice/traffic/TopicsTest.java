package dev.sluice.traffic;

import static dev.sluice.traffic.Samples.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Partitions;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.TargetSnapshot;
import dev.sluice.events.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What comes from and goes to the other topics. */
class TopicsTest {
    private static final Codec CODEC = new Codec("test");
    private static final int HOME = Partitions.of(Samples.TARGET, World.PARTITIONS);
    private static final int ELSEWHERE = (HOME + 1) % World.PARTITIONS;
    private final World world = new World();

    private static ProducerRecord<byte[], byte[]> start() {
        Command start = new Command.Start(Samples.KEY, Samples.plan(), ANN);
        return CODEC.encode(new EventId("start-1"), Samples.TARGET, start);
    }

    @Test
    void aCommandInAnotherPartitionIsForwardedUnderItsKeyAndDecidedOnce() {
        world.owner("owner");
        world.command(start(), ELSEWHERE);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.sent(Topics.COMMANDS)).hasSize(1);
        assertThat(world.words()).containsOnlyOnce("RolloutRequested");
        assertThat(world.pending()).isZero();
    }

    @Test
    void aStartWithoutAKeyIsForwardedUnderItsTargets() {
        world.owner("owner");
        ProducerRecord<byte[], byte[]> keyless =
                new ProducerRecord<>(Topics.COMMANDS, null, (byte[]) null, start().value(), start().headers());
        world.command(keyless, HOME);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.sent(Topics.COMMANDS)).singleElement().satisfies(record -> assertThat(record.key())
                .isEqualTo("demo/checkout".getBytes(StandardCharsets.UTF_8)));
        assertThat(world.words()).containsOnlyOnce("RolloutRequested");
    }

    @Test
    void aCommandThatCantBeReadIsADeadLetterAndStopsNothing() {
        world.owner("owner");
        world.command(
                new ProducerRecord<>(
                        Topics.COMMANDS,
                        null,
                        start().key(),
                        "{\"plan\": 5}".getBytes(StandardCharsets.UTF_8),
                        start().headers()),
                HOME);
        world.command(start(), HOME);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.sent(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> assertThat(
                        new String(letter.headers().lastHeader("sluice-reason").value(), StandardCharsets.UTF_8))
                .startsWith("plan"));
        assertThat(world.words()).containsOnlyOnce("RolloutRequested");
        assertThat(world.pending()).isZero();
    }

    @Test
    void aCommandThatComesDuringATakeOverWaitsUntilTheOwnerActs() {
        Node node = world.follower("owner");
        world.command(start(), HOME);
        node.post(() -> node.service().onOwnedRecord(Records.received(start(), HOME, 0, world.now())));
        world.pass(Duration.ofSeconds(1));
        assertThat(world.history()).isEmpty();
        node.own();
        world.pass(Duration.ofSeconds(1));
        assertThat(world.words()).contains("RolloutRequested");
    }

    @Test
    void anInstanceThatOnlyFollowsDecidesNothing() {
        world.follower("follower");
        world.tell(Samples.requested(Samples.plan()));
        world.pass(Duration.ofMinutes(1));
        assertThat(world.words()).containsExactly("RolloutRequested");
        assertThat(world.router("edge").memory().written()).isEmpty();
    }

    @Test
    void anOwnerThatLostItsPartitionDoesNothingMore() {
        Node node = world.owner("owner");
        world.command(start(), HOME);
        world.until("a stage is watched", Duration.ofSeconds(1), () -> world.has(Lifecycle.TrafficSwitched.class));
        node.lose();
        world.pass(Duration.ofMinutes(31));
        world.tell(Samples.validated(world.state().gate().version(), 0));
        world.router("edge").memory().drift(Weight.percent(60));
        world.pass(Duration.ofMinutes(1));
        assertThat(world.words()).endsWith("TrafficSwitched", "StageValidated");
        assertThat(world.weight("edge")).isEqualTo(Weight.percent(60));
    }

    @Test
    void snapshotsAreWrittenInTheJournalsOrderThoughOneFails() {
        Node node = world.owner("owner");
        world.command(start(), HOME);
        world.pass(Duration.ofSeconds(1));
        world.broker(World.Broker.GONE);
        queued("a");
        world.pass(Duration.ofMillis(100));
        world.broker(World.Broker.WELL);
        queued("b");
        queued("c");
        world.pass(Duration.ofSeconds(5));
        List<Long> covered =
                world.sent(Topics.TARGETS).stream().map(TopicsTest::covers).toList();
        assertThat(covered).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(2);
        assertThat(node.alive()).isTrue();
    }

    /** Two starts that wait: each moves the place where a reader begins. */
    private void queued(String key) {
        StartKey start = new StartKey(key);
        world.tell(new Lifecycle.RolloutQueued(RolloutId.of(Samples.TARGET, start), start, ANN, Samples.plan()));
    }

    private static long covers(ProducerRecord<byte[], byte[]> record) {
        try {
            return Codec.bind(record.value(), TargetSnapshot.class).covers();
        } catch (Poison e) {
            throw new AssertionError(e);
        }
    }
}
