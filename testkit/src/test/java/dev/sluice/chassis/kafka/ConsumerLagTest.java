package dev.sluice.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.wire.Topics;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumerLagTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConsumerLag lag = new ConsumerLag(meters);

    private double measured(String topic) {
        return meters.get("sluice.consumer.lag")
                .tag("topic", topic)
                .tag("reader", "test")
                .gauge()
                .value();
    }

    @Test
    void whatIsThereAndNotReadIsTheLagOfItsTopic(@TempDir Path data) throws Exception {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        List<TopicPartition> both =
                List.of(new TopicPartition(Topics.ROLLOUTS, 0), new TopicPartition(Topics.ROLLOUTS, 1));
        try (TestBroker broker = TestBroker.start(data);
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "max.poll.records", 2), bytes, bytes)) {
            write(broker, 5, 0);
            write(broker, 4, 1);
            consumer.assign(both);
            consumer.seekToBeginning(both);
            Await.until(
                    "the first records",
                    () -> consumer.poll(Duration.ofMillis(50)).count() > 0);
            consumer.pause(both);
            Await.until("both partitions are known", () -> {
                consumer.poll(Duration.ofMillis(50));
                lag.look("test", consumer);
                return measured(Topics.ROLLOUTS) == 7;
            });

            consumer.resume(both);
            Await.until("all is read", () -> {
                consumer.poll(Duration.ofMillis(50));
                lag.look("test", consumer);
                return measured(Topics.ROLLOUTS) == 0;
            });
            consumer.seekToBeginning(both);
            consumer.assign(List.of());
            lag.look("test", consumer);
            assertThat(measured(Topics.ROLLOUTS)).as("another's now").isZero();
        }
    }

    private static void write(TestBroker broker, int records, int partition) throws Exception {
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrapServers()), bytes, bytes)) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(Topics.ROLLOUTS, partition, null, new byte[1]))
                        .get();
            }
        }
    }
}
