package dev.sluice.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads one topic from its beginning, on a thread of its own, through broker outages, and keeps every record. */
final class Topic implements AutoCloseable {
    private final String name;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> kept = new ArrayList<>();
    private final Thread thread;

    Topic(String bootstrapServers, String name) {
        this.name = name;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 200),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = Thread.ofPlatform().name("topic-" + name).daemon(true).start(this::run);
    }

    private void run() {
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    keep(record);
                }
            }
        } catch (WakeupException closing) {
            consumer.close();
        }
    }

    private synchronized void keep(ConsumerRecord<byte[], byte[]> record) {
        kept.add(record);
        notifyAll();
    }

    /** Everything read so far that fits, in the order of the partitions. */
    synchronized List<ConsumerRecord<byte[], byte[]>> records(Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        return kept.stream().filter(wanted).toList();
    }

    /** The first record that fits, when it comes within the limit. */
    synchronized Optional<ConsumerRecord<byte[], byte[]>> first(
            Predicate<ConsumerRecord<byte[], byte[]>> wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        int seen = 0;
        while (true) {
            for (; seen < kept.size(); seen++) {
                if (wanted.test(kept.get(seen))) {
                    return Optional.of(kept.get(seen));
                }
            }
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return Optional.empty();
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while " + name + " was read", e);
            }
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
