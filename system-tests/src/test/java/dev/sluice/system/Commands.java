package dev.sluice.system;

import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Json;
import dev.sluice.events.wire.Partitions;
import dev.sluice.events.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes to {@code sluice.commands} as a pipeline would, or as one that knows nothing of the contract. */
final class Commands implements AutoCloseable {
    private static final long SENT_WITHIN_SECONDS = 15;
    private final KafkaProducer<byte[], byte[]> producer;

    Commands(TestSystem system) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", system.bootstrapServers(), "max.request.size", 1 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** A record to send: changed copies of it are made by its methods. */
    record Letter(byte @Nullable [] key, Map<String, String> headers, byte[] body) {
        Letter header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Letter(key, more, body);
        }

        Letter without(String name) {
            Map<String, String> fewer = new LinkedHashMap<>(headers);
            fewer.remove(name);
            return new Letter(key, fewer, body);
        }

        Letter withBody(byte[] other) {
            return new Letter(key, headers, other);
        }

        Letter withBody(String other) {
            return withBody(other.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A start of this plan in YAML, as CloudEvents in binary mode have it. */
    Letter start(String id, Target target, String plan) throws IOException {
        String json = Json.YAML.readTree(plan).toString();
        return new Letter(
                Partitions.key(target),
                Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id,
                        "ce_type", "dev.sluice.command.start.v1",
                        "ce_source", "/system-test",
                        "content-type", "application/json"),
                ("{\"plan\":" + json + "}").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns where the broker has put it. */
    RecordMetadata send(Letter letter) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.COMMANDS, letter.key(), letter.body());
        letter.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            return producer.send(record).get(SENT_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the broker did not take the command", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
