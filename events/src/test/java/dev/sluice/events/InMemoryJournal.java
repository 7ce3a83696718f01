package dev.sluice.events;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** One partition of the journal in memory, its clock, and the states that a reader of all of it has. */
public final class InMemoryJournal {
    public static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");
    public static final int PARTITION = 3;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<Target, TargetState> states = new HashMap<>();
    private final Codec codec = new Codec("test");
    private Instant now = EPOCH;

    /** As a consumer gets what a producer sent. */
    public static ConsumerRecord<byte[], byte[]> received(
            ProducerRecord<byte[], byte[]> sent, long offset, Instant time) {
        return record(sent.topic(), offset, time, sent.key(), sent.value(), sent.headers());
    }

    public static ConsumerRecord<byte[], byte[]> record(
            String topic, long offset, Instant time, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                topic,
                PARTITION,
                offset,
                time.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    public InMemoryJournal pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    public Instant now() {
        return now;
    }

    public TargetState state(Target target) {
        return states.getOrDefault(target, TargetState.unknown(target));
    }

    public List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    /** The event as the next one of its target. */
    public Fold.Step append(Target target, Lifecycle event) {
        return append(next(target, event));
    }

    public Proposed next(Target target, Lifecycle event) {
        TargetState state = state(target);
        return Codec.propose(target, state.gate().version() + 1, state.gate().last(), event);
    }

    public Fold.Step append(Target target, Fact fact) {
        return append(Codec.propose(target, fact));
    }

    public Fold.Step append(Proposed proposed) {
        return append(codec.encode(proposed));
    }

    public Fold.Step append(ProducerRecord<byte[], byte[]> sent) {
        ConsumerRecord<byte[], byte[]> record = received(sent, records.size(), now);
        records.add(record);
        Target target = Target.parse(new String(record.key(), StandardCharsets.UTF_8));
        Fold.Step step = Fold.read(state(target), record);
        states.put(target, step.state());
        return step;
    }

    /** A record with these headers, and no others. */
    public Fold.Step append(Target target, byte[] payload, Map<String, String> headers) {
        RecordHeaders written = new RecordHeaders();
        headers.forEach((name, value) -> written.add(name, value.getBytes(StandardCharsets.UTF_8)));
        byte[] key = target.toString().getBytes(StandardCharsets.UTF_8);
        return append(new ProducerRecord<>(Topics.ROLLOUTS, PARTITION, key, payload, written));
    }
}
