package dev.sluice.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What cannot be done faster on this machine: two plain hops through Kafka, with or without one command to HAProxy. */
final class Floor {
    private static final String FIRST = "bench.first";
    private static final String SECOND = "bench.second";
    private final Map<String, Object> settings;

    /** What follows the two hops. */
    interface Last {
        void run() throws IOException;
    }

    Floor(String bootstrap) {
        this.settings =
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", "0", "enable.auto.commit", "false");
    }

    /** Makes the topics of the hops. */
    Floor ready() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.getOrDefault("bootstrap.servers", "")))) {
            admin.createTopics(List.of(new NewTopic(FIRST, 1, (short) 1), new NewTopic(SECOND, 1, (short) 1)))
                    .all()
                    .get();
        }
        return this;
    }

    Sample measure(int warmUp, int runs, Last last) throws IOException, InterruptedException {
        CountDownLatch listening = new CountDownLatch(1);
        Thread relay = Thread.ofPlatform().daemon(true).start(() -> relay(listening));
        try (KafkaProducer<byte[], byte[]> producer = producer();
                KafkaConsumer<byte[], byte[]> consumer = consumer(SECOND)) {
            // What is sent before the relay listens never comes.
            listening.await();
            long[] nanos = new long[runs];
            for (int i = -warmUp; i < runs; i++) {
                long start = System.nanoTime();
                producer.send(new ProducerRecord<>(FIRST, new byte[300]));
                while (consumer.poll(Duration.ofMillis(100)).isEmpty()) {
                    // the record is on its way through the relay
                }
                last.run();
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - start;
                }
            }
            return new Sample(nanos);
        } finally {
            relay.interrupt();
        }
    }

    private void relay(CountDownLatch listening) {
        try (KafkaProducer<byte[], byte[]> producer = producer();
                KafkaConsumer<byte[], byte[]> consumer = consumer(FIRST)) {
            listening.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    producer.send(new ProducerRecord<>(SECOND, record.value()));
                }
            }
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
        return consumer;
    }
}
