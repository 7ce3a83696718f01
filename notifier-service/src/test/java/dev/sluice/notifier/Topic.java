package dev.sluice.notifier;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Topics;
import dev.sluice.notifier.port.History;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** The journal of one target in memory: records as a broker keeps them, and the history that they make. */
public final class Topic implements History {
    public static final int PARTITION = 0;
    private final Codec codec = new Codec("test");
    private final Supplier<Instant> clock;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<JournalEvent> history = new ArrayList<>();
    private final List<Consumer<ConsumerRecord<byte[], byte[]>>> followers = new ArrayList<>();
    private TargetState state = TargetState.unknown(Given.SHOP);

    public Topic(Supplier<Instant> clock) {
        this.clock = clock;
    }

    public void traffic(Lifecycle event) {
        append(Codec.propose(
                Given.SHOP, state.gate().version() + 1, state.gate().last(), event));
    }

    public void traffic(List<Lifecycle> events) {
        events.forEach(this::traffic);
    }

    public void fact(Fact fact) {
        append(Codec.propose(Given.SHOP, fact));
    }

    /** A record that can't be read. */
    public void noise(String payload) {
        byte[] key = Given.SHOP.toString().getBytes(StandardCharsets.UTF_8);
        put(new ProducerRecord<>(Topics.ROLLOUTS, key, payload.getBytes(StandardCharsets.UTF_8)));
    }

    /** An event that was decided on an older state. */
    public void stale(Lifecycle event) {
        append(Codec.propose(Given.SHOP, state.gate().version(), Optional.empty(), event));
    }

    public void append(Proposed proposed) {
        put(codec.encode(proposed));
    }

    private void put(ProducerRecord<byte[], byte[]> sent) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                Topics.ROLLOUTS,
                PARTITION,
                records.size(),
                clock.get().toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                sent.key().length,
                sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
        records.add(record);
        Fold.Step step = Fold.read(state, record);
        state = step.state();
        step.recorded().ifPresent(recorded -> history.add(recorded.event()));
        List.copyOf(followers).forEach(follower -> follower.accept(record));
    }

    public TargetState state() {
        return state;
    }

    /** The accepted events. */
    public List<JournalEvent> history() {
        return List.copyOf(history);
    }

    /** All records, losers and duplicates too. */
    public List<ConsumerRecord<byte[], byte[]>> records() {
        return List.copyOf(records);
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> read(Target target, int partition, long first, long last) {
        return records.subList((int) first, (int) last + 1);
    }

    public void follow(Consumer<ConsumerRecord<byte[], byte[]>> follower) {
        followers.add(follower);
    }
}
