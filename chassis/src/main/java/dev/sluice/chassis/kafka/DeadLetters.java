package dev.sluice.chassis.kafka;

import dev.sluice.chassis.Outbox;
import dev.sluice.events.wire.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;

/**
 * Where records go that can't be read: with the reason, their place, and at most 64 KiB of their payload; none of it
 * when the reason is about a secret, since then the payload may hold one.
 */
@ApplicationScoped
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final int PAYLOAD_MAX = 64 * 1024;
    private static final int REASON_MAX = 2000;
    private final Outbox outbox;
    private final MeterRegistry meters;
    private final String service;

    @Inject
    public DeadLetters(Outbox outbox, MeterRegistry meters, KafkaSettings kafka) {
        this.outbox = outbox;
        this.meters = meters;
        this.service = kafka.service();
    }

    /** Completes when the broker has the dead letter; only then may the record be acknowledged. */
    public CompletionStage<Void> send(ConsumerRecord<byte[], byte[]> record, String reason) {
        LOG.warnf("dead letter from %s-%d/%d: %s", record.topic(), record.partition(), record.offset(), reason);
        meters.counter("sluice.dead.letters", "topic", record.topic()).increment();
        byte[] payload = record.value() == null || reason.contains("secret")
                ? new byte[0]
                : Arrays.copyOf(record.value(), Math.min(record.value().length, PAYLOAD_MAX));
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(Topics.DEAD_LETTERS, null, record.key(), payload);
        Headers headers = letter.headers();
        header(headers, "sluice-reason", reason.length() > REASON_MAX ? reason.substring(0, REASON_MAX) : reason);
        header(headers, "sluice-service", service);
        header(headers, "sluice-topic", record.topic());
        header(headers, "sluice-partition", Integer.toString(record.partition()));
        header(headers, "sluice-offset", Long.toString(record.offset()));
        return outbox.send(letter, KafkaOutbox.cause(record.headers()));
    }

    private static void header(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
