package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBrokerTest {
    @Test
    void itIsARealOneWithTheDeclaredTopics(@TempDir Path data) throws ExecutionException, InterruptedException {
        try (TestBroker broker = TestBroker.start(data)) {
            Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(client);
                    KafkaProducer<byte[], byte[]> producer =
                            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
                assertThat(admin.listTopics().names().get()).containsAll(Topics.ALL);
                byte[] key = "demo/shop".getBytes(StandardCharsets.UTF_8);
                assertThat(producer.send(new ProducerRecord<>(Topics.METRICS, key, key))
                                .get()
                                .offset())
                        .isZero();
            }
        }
    }
}
