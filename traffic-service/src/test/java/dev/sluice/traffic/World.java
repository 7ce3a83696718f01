package dev.sluice.traffic;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.measure.Measurement;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Partitions;
import dev.sluice.events.wire.Topics;
import dev.sluice.testkit.VirtualLoop;
import dev.sluice.traffic.memory.MemoryTasks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Everything around instances of traffic-service, in virtual time: the journal, the commands, the routers. */
final class World {
    static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");
    static final int PARTITIONS = 3;
    static final Duration HOP = Duration.ofMillis(2);

    /** What the broker does with an append. */
    enum Broker {
        WELL,
        /** Nothing is written, and the writer hears so. */
        GONE,
        /** It is written, and the writer hears that it was not. */
        LOSES_ANSWERS,
        /** Everything is written twice. */
        DUPLICATES
    }

    /** A command that its owner has not acknowledged. */
    private record Pending(ConsumerRecord<byte[], byte[]> record) {}

    private final VirtualLoop loop = new VirtualLoop();
    private final Threads threads = new Threads(FlakyRouter::hangs);
    private final Codec codec = new Codec("test");
    private final List<ConsumerRecord<byte[], byte[]>> journal = new ArrayList<>();
    private final List<JournalEvent> history = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private final Map<String, FlakyRouter> routers = new TreeMap<>();
    private final FlakyWorkloads workloads = new FlakyWorkloads();
    private final MemoryTasks tasks = new MemoryTasks();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    private TargetState state = TargetState.unknown(Samples.TARGET);
    private Broker broker = Broker.WELL;
    private int steps;
    private int crashAt = -1;
    private long offsets;

    VirtualLoop loop() {
        return loop;
    }

    Threads threads() {
        return threads;
    }

    void broker(Broker now) {
        broker = now;
    }

    FlakyRouter router(String name) {
        return routers.computeIfAbsent(name, FlakyRouter::new);
    }

    /** From the beginning this router keeps neither latch nor stamp. */
    void withoutLatch(String name) {
        routers.put(name, new FlakyRouter(name, false));
    }

    MemoryTasks tasks() {
        return tasks;
    }

    FlakyWorkloads workloads() {
        return workloads;
    }

    /** An instance that has read the journal and owns nothing so far. */
    Node follower(String name) {
        Node node = new Node(this, name, nodes.size() + 1);
        nodes.add(node);
        journal.forEach(node::read);
        return node;
    }

    /** A new owner, who gets the commands that nobody acknowledged. */
    Node owner(String name) {
        Node node = follower(name);
        owns(node);
        return node;
    }

    void owns(Node node) {
        node.own();
        threads.settle();
        List.copyOf(pending).forEach(each -> deliver(node, each));
    }

    /** The process dies in the moment in which the n-th thing happens outside of it. */
    void crashAfter(int step) {
        crashAt = step;
    }

    int steps() {
        return steps;
    }

    void step(Node node) {
        if (node.alive() && ++steps == crashAt) {
            node.crash();
        }
    }

    CompletionStage<Void> append(Node node, List<Proposed> events) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        for (Proposed event : events) {
            if (!node.alive()) {
                return done;
            }
            if (broker != Broker.GONE) {
                write(codec.encode(event));
                step(node);
            }
            if (broker == Broker.DUPLICATES) {
                write(codec.encode(event));
            }
        }
        boolean fails = broker == Broker.GONE || broker == Broker.LOSES_ANSWERS;
        loop.after(fails ? Duration.ofSeconds(5) : HOP, () -> {
            if (fails) {
                done.completeExceptionally(new IOException("the broker did not answer"));
            } else {
                done.complete(null);
            }
        });
        return done;
    }

    /** What another service, or a writer that should not, puts into the journal. */
    void write(ProducerRecord<byte[], byte[]> record) {
        int partition = Partitions.of(Samples.TARGET, PARTITIONS);
        ConsumerRecord<byte[], byte[]> written = Records.received(record, partition, journal.size(), now());
        journal.add(written);
        Fold.Step step = Fold.read(state, written);
        state = step.state();
        step.recorded().ifPresent(recorded -> {
            history.add(recorded.event());
            times.add(recorded.meta().time());
        });
        nodes.forEach(node -> node.after(HOP, () -> node.read(written)));
    }

    void tell(Fact fact) {
        write(codec.encode(Codec.propose(Samples.TARGET, fact)));
    }

    void tell(Lifecycle event) {
        write(codec.encode(Codec.propose(
                Samples.TARGET, state.gate().version() + 1, state.gate().last(), event)));
    }

    void pulse(Measurement.Beat... beats) {
        Measurement.Pulse pulse = new Measurement.Pulse(0, List.of(beats));
        nodes.forEach(node -> node.post(() -> node.service().onPulse(pulse)));
    }

    CompletionStage<Void> send(Node node, ProducerRecord<byte[], byte[]> record) {
        if (broker == Broker.GONE || !node.alive()) {
            return CompletableFuture.failedFuture(new IOException("the broker did not answer"));
        }
        sent.add(record);
        CompletableFuture<Void> done = new CompletableFuture<>();
        node.after(HOP, () -> done.complete(null));
        if (record.topic().equals(Topics.COMMANDS)) {
            command(record, Partitions.of(Samples.TARGET, PARTITIONS));
        }
        return done;
    }

    void command(Command command) {
        EventId id = new EventId("command-" + offsets);
        command(codec.encode(id, Samples.TARGET, command), Partitions.of(Samples.TARGET, PARTITIONS));
    }

    /** A command as it comes, in whichever partition. */
    void command(ProducerRecord<byte[], byte[]> record, int partition) {
        Pending each = new Pending(Records.received(record, partition, offsets++, now()));
        pending.add(each);
        nodes.stream().filter(node -> node.acts(partition)).forEach(node -> deliver(node, each));
    }

    private void deliver(Node node, Pending command) {
        node.post(() -> node.service().onOwnedRecord(command.record()).thenRun(() -> {
            if (node.alive()) {
                pending.remove(command);
            }
        }));
    }

    /** Commands that are not acknowledged. */
    int pending() {
        return pending.size();
    }

    List<ProducerRecord<byte[], byte[]>> sent(String topic) {
        return sent.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    World pass(Duration time) {
        threads.settle();
        loop.pass(time);
        return this;
    }

    void until(String what, Duration atMost, BooleanSupplier condition) {
        Duration waited = Duration.ZERO;
        for (; !condition.getAsBoolean(); waited = waited.plusMillis(10)) {
            if (waited.compareTo(atMost) > 0) {
                throw new AssertionError("not within " + atMost + ": " + what + "; the journal has " + words());
            }
            pass(Duration.ofMillis(10));
        }
    }

    Instant now() {
        return EPOCH.plusNanos(loop.nanoTime());
    }

    TargetState state() {
        return state;
    }

    RolloutState rollout() {
        return state.open().orElseThrow(() -> new AssertionError("no rollout is open; the journal has " + words()));
    }

    List<JournalEvent> history() {
        return List.copyOf(history);
    }

    /** The names of the accepted events. */
    List<String> words() {
        return history.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    Optional<Instant> time(JournalEvent event) {
        int index = history.indexOf(event);
        return index < 0 ? Optional.empty() : Optional.of(times.get(index));
    }

    boolean has(Class<? extends JournalEvent> type) {
        return count(type) > 0;
    }

    long count(Class<? extends JournalEvent> type) {
        return history.stream().filter(type::isInstance).count();
    }

    Weight weight(String router) {
        return router(router).memory().peek().candidate();
    }
}
