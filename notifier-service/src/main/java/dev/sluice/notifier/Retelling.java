package dev.sluice.notifier;

import dev.sluice.chassis.Reader;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.TargetSnapshot;
import dev.sluice.notifier.domain.Notice;
import dev.sluice.notifier.port.History;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads rollouts that are over again from the journal; the reading itself happens off the loop. */
public final class Retelling {
    private final Reader reader;
    private final History history;
    private final Executor readings;

    public Retelling(Reader reader, History history, Executor readings) {
        this.reader = reader;
        this.history = history;
        this.readings = readings;
    }

    /**
     * What an old record says. One that stands outside of the target's newest finished rollouts, as a freeze or a refused
     * start does, is told for itself, by what it says alone.
     */
    CompletionStage<List<Notice>> notices(Target target, ConsumerRecord<byte[], byte[]> record) {
        Optional<TargetSnapshot.Past> past = past(target, record.offset());
        if (past.isEmpty()) {
            return CompletableFuture.completedFuture(alone(target, record));
        }
        return CompletableFuture.supplyAsync(
                () -> read(target, record.partition(), past.get()).notices().getOrDefault(record.offset(), List.of()),
                readings);
    }

    /** The finished rollout in whose story a record stands, if it is among the newest. */
    Optional<TargetSnapshot.Past> past(Target target, long offset) {
        return reader.state(target).stream()
                .flatMap(state -> state.recent().stream())
                .filter(known -> known.first() <= offset && offset <= known.last())
                .findFirst();
    }

    private static List<Notice> alone(Target target, ConsumerRecord<byte[], byte[]> record) {
        return Story.retell(target, List.of(record)).notices().getOrDefault(record.offset(), List.of());
    }

    /** The story of a finished rollout; blocks. Empty when it is not among the newest. */
    Optional<Story> story(Target target, RolloutId rollout) {
        return reader.state(target).stream()
                .flatMap(state -> state.recent().stream())
                .filter(known -> known.rollout().equals(rollout))
                .findFirst()
                .map(past -> read(target, reader.partition(target), past).story());
    }

    private Story.Retold read(Target target, int partition, TargetSnapshot.Past past) {
        return Story.retell(target, history.read(target, partition, past.first(), past.last()));
    }
}
