package dev.sluice.health;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.wire.Codec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A journal of one partition, as records on the wire, and the state after them. */
public final class Story {
    public static final int PARTITION = 3;
    private final Codec codec = new Codec("test");
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<JournalEvent> events = new ArrayList<>();
    private TargetState state = TargetState.unknown(Given.SHOP);

    /** A record and what reading it did. */
    public record Told(ConsumerRecord<byte[], byte[]> record, Fold.Step step) {}

    public TargetState state() {
        return state;
    }

    /** What was accepted. */
    public List<JournalEvent> events() {
        return events;
    }

    public <E extends JournalEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    public Told tell(Lifecycle event, Instant at) {
        return tell(
                Codec.propose(
                        Given.SHOP, state.gate().version() + 1, state.gate().last(), event),
                at);
    }

    public Told tell(Fact fact, Instant at) {
        return tell(Codec.propose(Given.SHOP, fact), at);
    }

    public Told tell(Proposed proposed, Instant at) {
        ProducerRecord<byte[], byte[]> sent = codec.encode(proposed);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                sent.topic(),
                PARTITION,
                records.size(),
                at.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                new RecordHeaders(sent.headers().toArray()),
                Optional.empty());
        records.add(record);
        Fold.Step step = Fold.read(state, record);
        state = step.state();
        step.recorded().ifPresent(recorded -> events.add(recorded.event()));
        return new Told(record, step);
    }

    /** A story that has got as far as watching the first stage, which was switched at {@code at}. */
    public static Story observing(dev.sluice.events.plan.Plan plan, Instant at) {
        Story story = new Story();
        Given.observing(plan).forEach(event -> story.tell(event, at));
        return story;
    }
}
