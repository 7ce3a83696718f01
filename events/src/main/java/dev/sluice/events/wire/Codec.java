package dev.sluice.events.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.value.Digest;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Target;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * From records to Kafka records and back: CloudEvents 1.0, binary mode, JSON payload, keyed by the target. A writer is
 * made with its name, which becomes {@code ce_source}.
 */
public final class Codec {
    private static final String JSON = "application/json";
    private final URI source;

    public Codec(String service) {
        this.source = URI.create("/sluice/" + service);
    }

    /** A lifecycle event as the {@code version}-th of its target, decided on {@code after}; its id follows from all of it. */
    public static Proposed propose(Target target, long version, Optional<EventId> after, Lifecycle event) {
        String content = target + "\n" + version + "\n" + after + "\n"
                + WireTypes.of(event).name() + "\n" + new String(json(event), StandardCharsets.UTF_8);
        EventId id = new EventId("v" + version + "-" + Digest.of(content, 16));
        return new Proposed(id, target, OptionalLong.of(version), after, event);
    }

    /** A fact; its id is made of the rollout, the version it speaks of, its type and its occasion. */
    public static Proposed propose(Target target, Fact fact) {
        String occasion = fact.occasion().isEmpty() ? "" : "/" + fact.occasion();
        String id = fact.rollout() + "/" + fact.of() + "/" + shortName(fact) + occasion;
        return new Proposed(bounded(id), target, OptionalLong.empty(), Optional.empty(), fact);
    }

    private static EventId bounded(String id) {
        return new EventId(id.length() <= 200 ? id : id.substring(0, 180) + "-" + Digest.of(id, 16));
    }

    private static String shortName(JournalEvent event) {
        return WireTypes.of(event).name().replaceFirst("^dev\\.sluice\\.", "").replaceFirst("\\.v\\d+$", "");
    }

    public ProducerRecord<byte[], byte[]> encode(Proposed proposed) {
        CloudEventBuilder event = builder(proposed.id(), proposed.event());
        proposed.event().about().ifPresent(rollout -> event.withSubject(rollout.text()));
        proposed.version().ifPresent(version -> event.withExtension(Headers.VERSION, Long.toString(version)));
        proposed.after().ifPresent(after -> event.withExtension(Headers.AFTER, after.text()));
        return record(WireTypes.of(proposed.event()).topic(), proposed.target(), event);
    }

    /** A message that is not of the journal. */
    public ProducerRecord<byte[], byte[]> encode(EventId id, Target target, Object message) {
        return record(WireTypes.of(message).topic(), target, builder(id, message));
    }

    /** A message for one partition, whatever its key: a pulse. */
    public ProducerRecord<byte[], byte[]> encode(EventId id, int partition, Object message) {
        byte[] key = Integer.toString(partition).getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> record = KafkaMessageFactory.<byte[]>createWriter(
                        WireTypes.of(message).topic(), partition, key)
                .writeBinary(builder(id, message).build());
        return record;
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, Target target, CloudEventBuilder event) {
        return KafkaMessageFactory.<byte[]>createWriter(topic, Partitions.key(target))
                .writeBinary(event.build());
    }

    private CloudEventBuilder builder(EventId id, Object message) {
        return CloudEventBuilder.v1()
                .withId(id.text())
                .withType(WireTypes.of(message).name())
                .withSource(source)
                .withData(JSON, json(message));
    }

    /** The payload of a record as the record of its type; empty when the type is not known here. */
    public static Optional<Object> decode(Headers headers, ConsumerRecord<byte[], byte[]> record) throws Poison {
        Optional<WireType> type = WireTypes.named(headers.type());
        if (type.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(bind(record.value(), type.get().record()));
    }

    /** The target that a record's key names. */
    public static Target target(ConsumerRecord<byte[], byte[]> record) throws Poison {
        if (record.key() == null) {
            throw new Poison("the record has no key: expected the target, namespace/application");
        }
        try {
            return Target.parse(new String(record.key(), StandardCharsets.UTF_8));
        } catch (Refusal e) {
            throw new Poison("the record's key is no target: " + e.getMessage(), e);
        }
    }

    public static <T> T bind(byte[] payload, Class<T> record) throws Poison {
        if (payload == null || payload.length == 0) {
            throw new Poison("the record has no payload");
        }
        try {
            T message = Json.WIRE.readValue(payload, record);
            if (message == null) {
                throw new Poison("the payload is the word null");
            }
            return message;
        } catch (JacksonException e) {
            Throwable cause = e.getCause() instanceof Refusal ? e.getCause() : e;
            throw new Poison("the payload can't be read: " + firstLine(cause), e);
        } catch (IOException e) {
            throw new Poison("the payload can't be read: " + e.getMessage(), e);
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    public static byte[] json(Object message) {
        try {
            return Json.WIRE.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("can't be written as JSON: " + message.getClass(), e);
        }
    }
}
