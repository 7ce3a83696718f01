package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCatalogueTest {
    private static final String LIST = """
            partitions: 4
            topics:
              - name: sluice.example
                about: an example
                keyed: true
                cleanup: delete
                retention: 7d
                messageMax: 1MiB
                writers: [a]
                readers: [b]
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theListDeclaresTheTopicsOfTheContract() {
        assertThat(TopicCatalogue.declared(OptionalInt.empty()).topics())
                .extracting(TopicSpec::name)
                .containsExactlyElementsOf(Topics.ALL);
    }

    @Test
    void partitionsOfKeyedTopicsComeFromTheListUnlessSetFromOutside() throws IOException {
        assertThat(read(LIST, OptionalInt.empty()).topics().getFirst().partitions())
                .isEqualTo(4);
        assertThat(read(LIST, OptionalInt.of(3)).topics().getFirst().partitions())
                .isEqualTo(3);
    }

    @Test
    void twoOfThreeCopiesMustConfirmInACluster() throws IOException {
        TopicSpec topic = read(LIST, OptionalInt.empty()).topics().getFirst();

        assertThat(topic.kafkaConfig(2)).containsEntry("min.insync.replicas", "2");
    }

    @Test
    void bareNumbersAndMissingFieldsAreRefusedByName() {
        assertThatThrownBy(() -> read(LIST.replace("7d", "7"), OptionalInt.empty()))
                .hasMessageContaining("sluice.example: retention: expected days such as 7d, got 7");
        assertThatThrownBy(() -> read(LIST.replace("1MiB", "1048576"), OptionalInt.empty()))
                .hasMessageContaining("sluice.example: messageMax: expected a size");
        assertThatThrownBy(() -> read(LIST.replace("readers: [b]", ""), OptionalInt.empty()))
                .hasMessageContaining("readers");
    }

    @Test
    void aKeyedTopicHasNoNumberOfItsOwn() {
        assertThatThrownBy(
                        () -> read(LIST.replace("keyed: true", "keyed: true\n    partitions: 2"), OptionalInt.empty()))
                .hasMessageContaining("sluice.example: partitions: expected none");
    }

    private TopicCatalogue read(String list, OptionalInt partitions) throws IOException {
        return TopicCatalogue.read(Files.writeString(folder.resolve("topics.yaml"), list), partitions);
    }
}
