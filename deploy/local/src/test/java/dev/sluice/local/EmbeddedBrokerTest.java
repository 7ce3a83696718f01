package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private static final TopicPartition ALERTS = new TopicPartition("sluice.alerts", 0);

    @Test
    void whatWasWrittenIsThereAfterARestartOnAnotherPort(@TempDir Path data) throws Exception {
        String firstId;
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            TopicSetupTest.setUp(broker, 12);
            write(broker, "none", "before");
            firstId = clusterId(data);
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            write(broker, "lz4", "after");

            List<ConsumerRecord<String, String>> records = read(broker, 2);
            assertThat(records).extracting(ConsumerRecord::value).containsExactly("before", "after");
            assertThat(records).allMatch(r -> r.timestampType() == TimestampType.LOG_APPEND_TIME);
            assertThat(clusterId(data)).isEqualTo(firstId);
        }
    }

    @Test
    void aFormatThatWasCutShortIsDoneAgainUnderTheSameId(@TempDir Path data) throws IOException {
        BrokerStorage storage = new BrokerStorage(new BrokerSettings(data, 19_092, 19_093));
        storage.prepare();
        String id = clusterId(data);
        Files.delete(data.resolve("meta.properties"));

        storage.prepare();

        assertThat(clusterId(data)).isEqualTo(id);
    }

    @Test
    void aFurtherListenerIsBoundToOnePortAndToldAsAnother(@TempDir Path data) {
        BrokerSettings settings = new BrokerSettings(data, 19_092, 19_093)
                .withListener("ONE", 19_094, 19_095)
                .withListener("TWO", 19_096, 19_097);

        assertThat(settings.properties())
                .containsEntry(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093"
                                + ",ONE://127.0.0.1:19094,TWO://127.0.0.1:19096")
                .containsEntry(
                        "advertised.listeners",
                        "PLAINTEXT://127.0.0.1:19092,ONE://127.0.0.1:19095,TWO://127.0.0.1:19097")
                .containsEntry(
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,ONE:PLAINTEXT,TWO:PLAINTEXT");
    }

    @Test
    void aTakenPortIsNamed(@TempDir Path data) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> EmbeddedBroker.start(data, port).close())
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }

    @Test
    void portsOutsideTheRangeAreRefusedByName(@TempDir Path data) {
        assertThatThrownBy(() -> new BrokerSettings(data, 70_000, 9_093))
                .hasMessage("port: expected a TCP port from 1 to 65535, got 70000");
        assertThatThrownBy(() -> new BrokerSettings(data, 9_092, 9_092)).hasMessageStartingWith("controllerPort: ");
    }

    private static String clusterId(Path data) throws IOException {
        return Files.readString(data.resolve("meta.properties"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("cluster.id="))
                .findFirst()
                .orElseThrow();
    }

    private static void write(EmbeddedBroker broker, String compression, String value)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "compression.type", compression);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(ALERTS.topic(), ALERTS.partition(), "shop/cart", value))
                    .get();
        }
    }

    private static List<ConsumerRecord<String, String>> read(EmbeddedBroker broker, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(ALERTS));
            consumer.seekToBeginning(List.of(ALERTS));
            List<ConsumerRecord<String, String>> read = new java.util.ArrayList<>();
            Polling.until(Duration.ofSeconds(20), () -> {
                read.addAll(consumer.poll(Duration.ofMillis(200)).records(ALERTS));
                return read.size() >= count;
            });
            return read;
        }
    }
}
