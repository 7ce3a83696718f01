package dev.sluice.bench;

import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Headers;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A plain consumer of the journal's end, which says when it has an event of one target. */
final class JournalTail implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private final Target target;
    private final KafkaConsumer<byte[], byte[]> consumer;

    JournalTail(String bootstrap, Target target) {
        this.target = target;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = consumer.partitionsFor(Topics.ROLLOUTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
    }

    /** Reads on until an event of this type, and answers when it was here, as {@code System.nanoTime} has it. */
    long await(String type) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LIMIT_NANOS) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                long here = System.nanoTime();
                if (isOne(record, type)) {
                    return here;
                }
            }
        }
        throw new IOException("no " + type + " of " + target + " came within 30 s");
    }

    private boolean isOne(ConsumerRecord<byte[], byte[]> record, String type) throws IOException {
        try {
            return Headers.of(record).type().equals(type)
                    && Codec.target(record).equals(target);
        } catch (Poison e) {
            throw new IOException("the journal has what can't be read", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
