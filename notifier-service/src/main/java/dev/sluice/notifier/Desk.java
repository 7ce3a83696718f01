package dev.sluice.notifier;

import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Target;
import dev.sluice.notifier.domain.Notice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What one target has on the table: its story so far, what its newest records say, and the records that came through the
 * group channel and wait to be told, in order.
 */
final class Desk {
    private static final int KEPT = 500;
    final Target target;
    final Story story;
    final Deque<Job> jobs = new ArrayDeque<>();
    private final TreeMap<Long, List<Notice>> said = new TreeMap<>();
    private long knownFrom = Long.MAX_VALUE;
    private long begun = Long.MAX_VALUE;
    boolean busy;

    /** A record of the group channel; its offset may be committed when the stage is done. */
    record Job(ConsumerRecord<byte[], byte[]> record, CompletableFuture<Void> done) {}

    Desk(Target target) {
        this.target = target;
        this.story = new Story(TargetState.unknown(target));
    }

    void followed(long offset, List<Notice> notices) {
        knownFrom = Math.min(knownFrom, offset);
        begun = Math.min(begun, offset);
        if (!notices.isEmpty()) {
            said.put(offset, notices);
        }
        while (said.size() > KEPT) {
            knownFrom = said.pollFirstEntry().getKey() + 1;
        }
    }

    /** Whether a story whose first record stands there was followed from its beginning. */
    boolean sawBeginning(long first) {
        return begun <= first;
    }

    /** What a record says; empty when it was not followed, or too long ago. */
    Optional<List<Notice>> said(long offset) {
        return offset < knownFrom ? Optional.empty() : Optional.of(said.getOrDefault(offset, List.of()));
    }
}
