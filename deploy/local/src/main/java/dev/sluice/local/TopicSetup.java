package dev.sluice.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes a cluster hold every declared topic: what is missing is created, and what exists stays as it is.
 *
 * <p>A keyed topic with another number of partitions is refused by name, before anything is created:
 * nobody can add partitions without breaking the order of each target's records.
 */
public final class TopicSetup {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TopicCatalogue catalogue;
    private final int replicationWanted;

    /**
     * @param catalogue the topics to bring about
     * @param replicationWanted copies of each partition; a cluster with fewer brokers gets one per broker
     */
    public TopicSetup(TopicCatalogue catalogue, int replicationWanted) {
        if (replicationWanted < 1) {
            throw new IllegalArgumentException("replication: expected 1 or more, got " + replicationWanted);
        }
        this.catalogue = catalogue;
        this.replicationWanted = replicationWanted;
    }

    /**
     * Creates what is missing and answers the names of the new topics; they have leaders by then.
     *
     * @param client settings of a Kafka admin client, {@code bootstrap.servers} at least
     * @throws TopicSetupException when the cluster can't be reached in 30 s, refuses, or has a topic that
     *     doesn't fit; its message names the topic or the address
     */
    public List<String> apply(Map<String, Object> client) {
        try (Admin admin = Admin.create(client)) {
            Set<String> existing = await(admin.listTopics().names());
            checkPartitions(admin, existing);
            List<NewTopic> missing = missing(admin, existing);
            create(admin, missing);
            return missing.stream().map(NewTopic::name).toList();
        } catch (TimeoutException | org.apache.kafka.common.errors.TimeoutException e) {
            throw new TopicSetupException(
                    "Kafka at %s did not answer within %d s"
                            .formatted(client.get("bootstrap.servers"), PATIENCE.toSeconds()),
                    e);
        } catch (org.apache.kafka.common.KafkaException e) {
            throw new TopicSetupException(
                    "Kafka at %s: %s".formatted(client.get("bootstrap.servers"), e.getMessage()), e);
        }
    }

    private void checkPartitions(Admin admin, Set<String> existing) throws TimeoutException {
        List<String> known = catalogue.topics().stream()
                .map(TopicSpec::name)
                .filter(existing::contains)
                .toList();
        Map<String, TopicDescription> found = await(admin.describeTopics(known).allTopicNames());
        List<String> wrong = new ArrayList<>();
        for (TopicSpec topic : catalogue.topics()) {
            TopicDescription description = found.get(topic.name());
            if (topic.keyed() && description != null && description.partitions().size() != topic.partitions()) {
                wrong.add("topic %s has %d partitions, expected %d"
                        .formatted(topic.name(), description.partitions().size(), topic.partitions()));
            }
        }
        if (!wrong.isEmpty()) {
            throw new TopicSetupException(String.join("; ", wrong)
                    + ". Partitions of keyed topics are fixed when they are created: set SLUICE_PARTITIONS to the"
                    + " number that all of them have, or begin with new topics.");
        }
    }

    private List<NewTopic> missing(Admin admin, Set<String> existing) throws TimeoutException {
        int brokers = await(admin.describeCluster().nodes()).size();
        short replication = (short) Math.min(replicationWanted, brokers);
        // With two copies, waiting for both would stop all writes whenever one broker is down.
        int minInsync = replication >= 3 ? 2 : 1;
        return catalogue.topics().stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), replication)
                        .configs(topic.kafkaConfig(minInsync)))
                .toList();
    }

    private static void create(Admin admin, List<NewTopic> missing) throws TimeoutException {
        for (var created : admin.createTopics(missing).values().entrySet()) {
            try {
                await(created.getValue());
            } catch (TopicExistsException e) {
                // Somebody else sets the same cluster up at this moment, from the same list.
                continue;
            } catch (org.apache.kafka.common.errors.ApiException e) {
                throw new TopicSetupException("topic %s: %s".formatted(created.getKey(), e.getMessage()), e);
            }
        }
        awaitLeaders(admin, missing.stream().map(NewTopic::name).collect(Collectors.toSet()));
    }

    /** A client that asks for a topic which has no leader yet would wait for its own retry. */
    private static void awaitLeaders(Admin admin, Set<String> names) throws TimeoutException {
        boolean ready = Polling.until(PATIENCE, () -> hasLeaders(admin, names));
        if (!ready) {
            throw new TimeoutException("topics without a leader: " + names);
        }
    }

    private static boolean hasLeaders(Admin admin, Set<String> names) throws TimeoutException {
        try {
            return await(admin.describeTopics(names).allTopicNames()).values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition ->
                            partition.leader() != null && !partition.leader().isEmpty());
        } catch (org.apache.kafka.common.errors.UnknownTopicOrPartitionException e) {
            return false;
        }
    }

    private static <T> T await(KafkaFuture<T> answer) throws TimeoutException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new org.apache.kafka.common.KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }
}
