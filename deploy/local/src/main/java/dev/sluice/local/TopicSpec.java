package dev.sluice.local;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One topic as declared.
 *
 * @param name the topic's name
 * @param about what it carries, for people
 * @param keyed whether the record key is the target, so that the number of partitions must never change
 * @param partitions number of partitions
 * @param cleanup what happens to old records
 * @param retention how long records are kept; empty for a compacted topic
 * @param messageBytesMax the largest record batch, in bytes
 * @param writers who may write, for the access rules
 * @param readers who may read, for the access rules
 */
public record TopicSpec(
        String name,
        String about,
        boolean keyed,
        int partitions,
        Cleanup cleanup,
        Optional<Duration> retention,
        int messageBytesMax,
        List<String> writers,
        List<String> readers) {

    /** What happens to old records. */
    public enum Cleanup {
        /** Removed after the retention. */
        DELETE,
        /** Kept as long as they are the newest of their key. */
        COMPACT;

        String kafkaName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Refuses a topic that is deleted but says not when, and one that is compacted but has a retention. */
    public TopicSpec {
        if (partitions < 1) {
            throw new IllegalArgumentException(name + ": partitions: expected 1 or more, got " + partitions);
        }
        if (cleanup == Cleanup.DELETE && retention.isEmpty()) {
            throw new IllegalArgumentException(name + ": retention: expected a time such as 7d with cleanup delete");
        }
        if (cleanup == Cleanup.COMPACT && retention.isPresent()) {
            throw new IllegalArgumentException(name + ": retention: expected none with cleanup compact");
        }
        writers = List.copyOf(writers);
        readers = List.copyOf(readers);
    }

    /** The topic's settings under Kafka's names, for a cluster where {@code minInsync} copies must confirm. */
    public Map<String, String> kafkaConfig(int minInsync) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("cleanup.policy", cleanup.kafkaName());
        if (cleanup == Cleanup.COMPACT) {
            // Only closed segments are compacted, and every start of a service reads the whole topic.
            config.put("segment.ms", String.valueOf(Duration.ofHours(1).toMillis()));
            config.put("min.cleanable.dirty.ratio", "0.1");
        }
        retention.ifPresent(time -> config.put("retention.ms", String.valueOf(time.toMillis())));
        config.put("message.timestamp.type", "LogAppendTime");
        config.put("max.message.bytes", String.valueOf(messageBytesMax));
        config.put("min.insync.replicas", String.valueOf(minInsync));
        return config;
    }
}
