package dev.sluice.simulation.bug;

import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.wire.Headers;
import dev.sluice.simulation.process.Folds;
import dev.sluice.simulation.process.Seams;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Readers whose gate is open: a record reaches them with the headers that it would need to be let in. */
final class OpenGate implements Seams {
    private static final String VERSION = "ce_" + Headers.VERSION;
    private static final String AFTER = "ce_" + Headers.AFTER;
    private final boolean versionsCount;

    /** @param versionsCount whether only the event that a record was decided on does not count */
    OpenGate(boolean versionsCount) {
        this.versionsCount = versionsCount;
    }

    @Override
    public Fold.Step read(Folds folds, TargetState before, ConsumerRecord<byte[], byte[]> record) {
        Fold.Step sound = folds.read(before, record);
        boolean lifecycle = record.headers().lastHeader(VERSION) != null;
        return sound.fate() == Fold.Fate.DROPPED && lifecycle ? Fold.read(before, admitted(before, record)) : sound;
    }

    private ConsumerRecord<byte[], byte[]> admitted(TargetState before, ConsumerRecord<byte[], byte[]> record) {
        RecordHeaders headers = new RecordHeaders(record.headers().toArray());
        if (!versionsCount) {
            set(headers, VERSION, Optional.of(Long.toString(before.gate().version() + 1)));
        }
        set(headers, AFTER, before.gate().last().map(EventId::text));
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                TimestampType.LOG_APPEND_TIME,
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value(),
                headers,
                Optional.empty());
    }

    private static void set(RecordHeaders headers, String name, Optional<String> value) {
        headers.remove(name);
        value.ifPresent(text -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
    }
}
