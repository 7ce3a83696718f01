package dev.sluice.notifier.kafka;

import dev.sluice.chassis.kafka.KafkaSettings;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Partitions;
import dev.sluice.events.wire.Topics;
import dev.sluice.notifier.port.History;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a part of one partition with a consumer of its own, by assignment; at most four such readings at a time. */
@ApplicationScoped
public class KafkaHistory implements History {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private final Semaphore readings = new Semaphore(4);
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    @Inject
    KafkaHistory(KafkaSettings kafka) {
        this(() -> consumer(kafka));
    }

    KafkaHistory(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> read(Target target, int partition, long first, long last) {
        readings.acquireUninterruptibly();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            TopicPartition journal = new TopicPartition(Topics.ROLLOUTS, partition);
            consumer.assign(List.of(journal));
            consumer.seek(journal, first);
            return read(consumer, journal, Partitions.key(target), last);
        } catch (KafkaException e) {
            throw new IllegalStateException("the journal can't be read: " + e.getMessage(), e);
        } finally {
            readings.release();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            Consumer<byte[], byte[]> consumer, TopicPartition journal, byte[] key, long last) {
        long start = System.nanoTime();
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        while (consumer.position(journal) <= last) {
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new IllegalStateException("the journal could not be read up to offset " + last + " within 10 s");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (record.offset() <= last && Arrays.equals(key, record.key())) {
                    found.add(record);
                }
            }
        }
        return found;
    }

    private static Consumer<byte[], byte[]> consumer(KafkaSettings kafka) {
        Map<String, Object> settings = kafka.with(Map.of(
                "client.id", "history",
                "enable.auto.commit", "false",
                "auto.offset.reset", "none",
                "default.api.timeout.ms", "5000"));
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
