package dev.sluice.chassis;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The way out for every message, whatever its topic. */
@FunctionalInterface
public interface Outbox {
    /**
     * Sends a record, in order with others for its partition. Completes when the broker has it; fails within about 5 s.
     *
     * @param cause the W3C trace context of what led to it; the record gets its own below it
     */
    CompletionStage<Void> send(ProducerRecord<byte[], byte[]> record, Optional<String> cause);
}
