package dev.sluice.testkit;

import dev.sluice.chassis.Journal;
import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Reader;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Partitions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * The journal in memory: what is appended goes through the real codec and the real fold, and is handed to listeners on
 * the loop, after the state. Its time is the loop's. While it is {@link #down}, appends fail and nothing stands in it.
 */
public final class FakeJournal implements Journal, Reader {
    /** The journal's time when the loop's is 0. */
    public static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");

    private static final int PARTITIONS = 12;
    private final Loop loop;
    private final Codec codec;
    private final long startNanos;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<Target, TargetState> states = new TreeMap<>();
    private final List<BiConsumer<Fold.Step, ConsumerRecord<byte[], byte[]>>> listeners = new ArrayList<>();
    private final long[] offsets = new long[PARTITIONS];
    private boolean down;

    /** @param service who writes, as it will stand in {@code ce_source} */
    public FakeJournal(Loop loop, String service) {
        this.loop = loop;
        this.codec = new Codec(service);
        this.startNanos = loop.nanoTime();
    }

    /** Hands every record from now on to this listener, on the loop. */
    public void onRecord(BiConsumer<Fold.Step, ConsumerRecord<byte[], byte[]>> listener) {
        listeners.add(listener);
    }

    /** Whether appends fail, as when the broker is gone. */
    public void down(boolean gone) {
        down = gone;
    }

    @Override
    public CompletionStage<Void> append(List<Proposed> events, Optional<String> cause) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (down) {
            loop.post(() -> done.completeExceptionally(new IOException("the journal is down")));
            return done;
        }
        events.forEach(event -> append(codec.encode(event)));
        loop.post(() -> done.complete(null));
        return done;
    }

    /** What another service would append: the target's next event. */
    public void tell(Target target, Lifecycle event) {
        TargetState now = states.getOrDefault(target, TargetState.unknown(target));
        append(codec.encode(
                Codec.propose(target, now.gate().version() + 1, now.gate().last(), event)));
    }

    /** What another service would append. */
    public void tell(Target target, Fact fact) {
        append(codec.encode(Codec.propose(target, fact)));
    }

    /** Any record, as it comes: a late writer's, one that is sent twice, one that can't be read. */
    public void append(ProducerRecord<byte[], byte[]> sent) {
        Target target = Target.parse(new String(sent.key(), StandardCharsets.UTF_8));
        int partition = partition(target);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                sent.topic(),
                partition,
                offsets[partition]++,
                now(partition).toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                sent.key().length,
                sent.value() == null ? 0 : sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
        records.add(record);
        Fold.Step step = Fold.read(states.getOrDefault(target, TargetState.unknown(target)), record);
        states.put(target, step.state());
        listeners.forEach(listener -> loop.post(() -> listener.accept(step, record)));
    }

    /** Everything that was appended, in order. */
    public List<ConsumerRecord<byte[], byte[]>> records() {
        return List.copyOf(records);
    }

    @Override
    public Collection<TargetState> states() {
        return List.copyOf(states.values());
    }

    @Override
    public Optional<TargetState> state(Target target) {
        return Optional.ofNullable(states.get(target));
    }

    @Override
    public Optional<TargetState> owning(RolloutId rollout) {
        return states.values().stream()
                .filter(state -> state.rollout(rollout).isPresent()
                        || state.queue().stream().anyMatch(queued -> queued.id().equals(rollout))
                        || state.recent().stream()
                                .anyMatch(past -> past.rollout().equals(rollout)))
                .findFirst();
    }

    @Override
    public int partition(Target target) {
        return Partitions.of(target, PARTITIONS);
    }

    @Override
    public Instant now(int partition) {
        return EPOCH.plus(Duration.ofNanos(loop.nanoTime() - startNanos));
    }

    @Override
    public boolean caughtUp() {
        return true;
    }
}
