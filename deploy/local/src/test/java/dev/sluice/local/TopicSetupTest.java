package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicSetupTest {
    private final EmbeddedBroker broker;
    private final List<String> created;

    TopicSetupTest(@TempDir Path data) {
        broker = EmbeddedBroker.start(data, 0);
        created = setUp(broker, 12);
    }

    static List<String> setUp(EmbeddedBroker broker, int partitions) {
        TopicCatalogue catalogue = TopicCatalogue.declared(OptionalInt.of(partitions));
        return new TopicSetup(catalogue, 3).apply(client(broker));
    }

    private static Map<String, Object> client(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    @BeforeAll
    void everyDeclaredTopicIsNew() {
        assertThat(created)
                .containsExactly(
                        "sluice.commands",
                        "sluice.rollouts",
                        "sluice.targets",
                        "sluice.measurements",
                        "sluice.metrics",
                        "sluice.alerts",
                        "sluice.dead-letters");
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void aSecondRunChangesNothing() {
        assertThat(setUp(broker, 12)).isEmpty();
    }

    @Test
    void keyedTopicsHaveTheSamePartitionsAndOneCopyOnOneBroker() throws Exception {
        try (Admin admin = Admin.create(client(broker))) {
            Map<String, TopicDescription> topics =
                    admin.describeTopics(created).allTopicNames().get();

            for (TopicSpec declared :
                    TopicCatalogue.declared(OptionalInt.empty()).topics()) {
                var partitions =
                        Objects.requireNonNull(topics.get(declared.name())).partitions();
                assertThat(partitions).as(declared.name()).hasSize(declared.keyed() ? 12 : 1);
                assertThat(partitions)
                        .allMatch(partition -> partition.replicas().size() == 1);
            }
        }
    }

    @Test
    void theJournalIsKept30DaysAndStampedByTheBroker() throws Exception {
        Config journal = config("sluice.rollouts");

        assertThat(journal.get("retention.ms").value()).isEqualTo("2592000000");
        assertThat(journal.get("cleanup.policy").value()).isEqualTo("delete");
        assertThat(journal.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
        assertThat(journal.get("max.message.bytes").value()).isEqualTo("1048576");
        assertThat(journal.get("min.insync.replicas").value()).isEqualTo("1");
    }

    @Test
    void theCacheOfTargetsIsCompacted() throws Exception {
        assertThat(config("sluice.targets").get("cleanup.policy").value()).isEqualTo("compact");
    }

    @Test
    void anotherNumberOfPartitionsIsRefusedByName() {
        assertThatThrownBy(() -> setUp(broker, 6))
                .isInstanceOf(TopicSetupException.class)
                .hasMessageContaining("topic sluice.rollouts has 12 partitions, expected 6")
                .hasMessageContaining("SLUICE_PARTITIONS")
                .hasMessageNotContaining("dead-letters");
    }

    private Config config(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(client(broker))) {
            return Objects.requireNonNull(
                    admin.describeConfigs(List.of(resource)).all().get().get(resource));
        }
    }
}
