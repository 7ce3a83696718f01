package dev.sluice.events.wire;

import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Refusal;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents attributes of a record (binary mode), read before its payload and type are looked at.
 *
 * @param version the target's version, on lifecycle events
 * @param after the id of the lifecycle event that it was decided on
 * @param mustUnderstand a reader that doesn't know the type must stop acting on the target
 */
public record Headers(
        EventId id,
        String type,
        String source,
        Optional<String> subject,
        OptionalLong version,
        Optional<EventId> after,
        boolean mustUnderstand,
        Optional<String> traceparent) {
    public static final String VERSION = "version";
    public static final String AFTER = "after";
    public static final String MUST_UNDERSTAND = "mustunderstand";
    public static final String TRACEPARENT = "traceparent";

    /** Throws {@link Poison} when the record is no CloudEvent in binary mode. */
    public static Headers of(ConsumerRecord<byte[], byte[]> record) throws Poison {
        try {
            return of(event(record), record);
        } catch (Refusal e) {
            throw new Poison("header ce_" + e.getMessage(), e);
        }
    }

    private static Headers of(CloudEvent event, ConsumerRecord<byte[], byte[]> record) throws Poison {
        return new Headers(
                new EventId(event.getId()),
                event.getType(),
                event.getSource().toString(),
                Optional.ofNullable(event.getSubject()),
                version(event.getExtension(VERSION)),
                Optional.ofNullable(event.getExtension(AFTER)).map(after -> new EventId(after.toString())),
                "true".equals(String.valueOf(event.getExtension(MUST_UNDERSTAND))),
                Optional.ofNullable(record.headers().lastHeader(TRACEPARENT)).flatMap(Headers::text));
    }

    private static CloudEvent event(ConsumerRecord<byte[], byte[]> record) throws Poison {
        for (Header header : record.headers()) {
            if (header.value() == null) {
                throw new Poison("header " + header.key() + " has no value");
            }
        }
        try {
            return KafkaMessageFactory.createReader(record).toEvent();
        } catch (CloudEventRWException | IllegalStateException | IllegalArgumentException e) {
            throw new Poison(
                    "not a CloudEvent in binary mode (headers ce_specversion, ce_id, ce_type, ce_source): "
                            + e.getMessage(),
                    e);
        }
    }

    private static OptionalLong version(@Nullable Object value) throws Poison {
        if (value == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(value.toString()));
        } catch (NumberFormatException e) {
            throw new Poison("header ce_version is not a number", e);
        }
    }

    private static Optional<String> text(Header header) {
        return Optional.ofNullable(header.value()).map(value -> new String(value, StandardCharsets.UTF_8));
    }
}
