package dev.sluice.health;

import dev.sluice.chassis.Reader;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Poison;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which records of the journal were followed, so that the group commits nothing that was not. */
final class Followed {
    private final Reader reader;
    private final Map<Integer, Long> newest = new HashMap<>();
    private final Map<Integer, NavigableMap<Long, CompletableFuture<Void>>> waiting = new HashMap<>();

    Followed(Reader reader) {
        this.reader = reader;
    }

    void read(ConsumerRecord<byte[], byte[]> record) {
        newest.merge(record.partition(), record.offset(), Math::max);
        NavigableMap<Long, CompletableFuture<Void>> waiters = waiting.get(record.partition());
        if (waiters != null) {
            Map<Long, CompletableFuture<Void>> reached = waiters.headMap(record.offset(), true);
            reached.values().forEach(waiter -> waiter.complete(null));
            reached.clear();
        }
    }

    /** Completes once the record was followed; one that is about no target never is. */
    CompletionStage<Void> until(ConsumerRecord<byte[], byte[]> record) {
        if (newest.getOrDefault(record.partition(), -1L) >= record.offset() || covered(record)) {
            return CompletableFuture.completedFuture(null);
        }
        return waiting.computeIfAbsent(record.partition(), partition -> new TreeMap<>())
                .computeIfAbsent(record.offset(), offset -> new CompletableFuture<>());
    }

    private boolean covered(ConsumerRecord<byte[], byte[]> record) {
        try {
            Target target = Codec.target(record);
            return reader.state(target)
                    .filter(state -> state.covers() >= record.offset())
                    .isPresent();
        } catch (Poison e) {
            return true;
        }
    }
}
