package dev.sluice.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The declared topics, in the order of the list. All keyed topics have one number of partitions.
 *
 * @param topics every topic, each name once
 */
public record TopicCatalogue(List<TopicSpec> topics) {
    private static final String RESOURCE = "topics.yaml";

    /** Refuses keyed topics with different numbers of partitions. */
    public TopicCatalogue {
        topics = List.copyOf(topics);
        var counts = topics.stream()
                .filter(TopicSpec::keyed)
                .map(TopicSpec::partitions)
                .collect(Collectors.toSet());
        if (counts.size() > 1) {
            throw new IllegalArgumentException("keyed topics: expected one number of partitions, got " + counts);
        }
    }

    /**
     * Reads the list that is built into Sluice (deploy/kafka/topics.yaml).
     *
     * @param partitions the number of partitions of the keyed topics instead of the declared one
     */
    public static TopicCatalogue declared(OptionalInt partitions) {
        try (InputStream list = Objects.requireNonNull(TopicCatalogue.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return parse(list, partitions);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " can't be read", e);
        }
    }

    /** Reads a list of the same form from a file; fails naming the file, or the field that is wrong. */
    public static TopicCatalogue read(Path file, OptionalInt partitions) {
        try (InputStream list = Files.newInputStream(file)) {
            return parse(list, partitions);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static TopicCatalogue parse(InputStream list, OptionalInt partitions) throws IOException {
        Listed listed = new YAMLMapper().readValue(list, Listed.class);
        int keyedPartitions = partitions.orElse(listed.partitions());
        return new TopicCatalogue(listed.topics().stream()
                .map(entry -> entry.spec(keyedPartitions))
                .toList());
    }

    /** The file's form. */
    private record Listed(
            @JsonProperty(required = true) int partitions,
            @JsonProperty(required = true) List<Entry> topics) {}

    private record Entry(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String about,
            @JsonProperty(required = true) boolean keyed,
            @Nullable Integer partitions,
            @JsonProperty(required = true) String cleanup,
            @Nullable String retention,
            @JsonProperty(required = true) String messageMax,
            @JsonProperty(required = true) List<String> writers,
            @JsonProperty(required = true) List<String> readers) {

        Entry {
            if (keyed && partitions != null) {
                throw new IllegalArgumentException(name + ": partitions: expected none, since the topic is keyed");
            }
        }

        TopicSpec spec(int keyedPartitions) {
            return new TopicSpec(
                    name,
                    about,
                    keyed,
                    partitions == null ? keyedPartitions : partitions,
                    TopicSpec.Cleanup.valueOf(cleanup.toUpperCase(Locale.ROOT)),
                    Optional.ofNullable(retention).map(text -> Units.days(name + ": retention", text)),
                    Units.bytes(name + ": messageMax", messageMax),
                    writers,
                    readers);
        }
    }
}
