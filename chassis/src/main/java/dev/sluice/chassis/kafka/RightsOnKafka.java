package dev.sluice.chassis.kafka;

import dev.sluice.chassis.http.Check;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks the cluster what this service may do with each topic and group that it uses. Answers within 2 s, changes nothing,
 * and needs no right of its own: who may not even see a topic is told so.
 */
@ApplicationScoped
public class RightsOnKafka {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int LIMIT_MS = (int) LIMIT.toMillis();

    /** What no service of Sluice has a need for; a principal that has it either has all, or nobody asks. */
    private static final Set<AclOperation> BEYOND =
            Set.of(AclOperation.DELETE, AclOperation.ALTER, AclOperation.ALTER_CONFIGS);

    private final KafkaSettings kafka;
    private final NeededRights needed;

    @Inject
    RightsOnKafka(KafkaSettings kafka, NeededRights needed) {
        this.kafka = kafka;
        this.needed = needed;
    }

    /** The cluster first; nothing more when that does not answer. */
    public List<Check> look() {
        Map<String, Object> settings = kafka.with(
                Map.of("client.id", kafka.service() + "-doctor", "request.timeout.ms", LIMIT_MS, "retries", 1));
        String cluster = "Kafka at " + settings.get("bootstrap.servers");
        Admin admin;
        try {
            admin = Admin.create(settings);
        } catch (KafkaException e) {
            return List.of(Check.wrong(cluster, words(e.getCause() == null ? e : e.getCause())));
        }
        try {
            return look(admin, cluster);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private List<Check> look(Admin admin, String cluster) {
        long end = System.nanoTime() + LIMIT.toNanos();
        DescribeClusterResult described = admin.describeCluster(new DescribeClusterOptions().timeoutMs(LIMIT_MS));
        Map<String, KafkaFuture<TopicDescription>> topics = admin.describeTopics(
                        needed.topics().keySet(),
                        new DescribeTopicsOptions().timeoutMs(LIMIT_MS).includeAuthorizedOperations(true))
                .topicNameValues();
        Map<String, KafkaFuture<ConsumerGroupDescription>> groups = admin.describeConsumerGroups(
                        needed.groups().keySet(),
                        new DescribeConsumerGroupsOptions().timeoutMs(LIMIT_MS).includeAuthorizedOperations(true))
                .describedGroups();
        List<Check> checks = new ArrayList<>();
        Answer<Collection<?>> nodes = await(described.nodes().thenApply(all -> all), end);
        if (nodes.value().isEmpty()) {
            return List.of(Check.wrong(
                    cluster, nodes.failure().map(RightsOnKafka::words).orElse("no answer")));
        }
        checks.add(Check.ok(cluster, "brokers: " + nodes.value().get().size()));
        new TreeMap<>(topics)
                .forEach((topic, answer) -> checks.add(check(
                        "topic",
                        topic,
                        needed.topics().getOrDefault(topic, Set.of()),
                        await(answer.thenApply(TopicDescription::authorizedOperations), end))));
        new TreeMap<>(groups)
                .forEach((group, answer) -> checks.add(check(
                        "group",
                        group,
                        needed.groups().getOrDefault(group, Set.of()),
                        await(answer.thenApply(ConsumerGroupDescription::authorizedOperations), end))));
        return checks;
    }

    /** What came before the limit: a value, a failure, or neither when the broker left the answer out. */
    record Answer<T>(Optional<T> value, Optional<Throwable> failure) {}

    private static <T> Answer<T> await(KafkaFuture<T> future, long end) {
        try {
            T value = future.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return new Answer<>(Optional.ofNullable(value), Optional.empty());
        } catch (ExecutionException e) {
            return new Answer<>(Optional.empty(), Optional.of(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            return new Answer<>(Optional.empty(), Optional.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer<>(Optional.empty(), Optional.of(e));
        }
    }

    /** Judges one answer. A missing answer is never taken for a right. */
    static Check check(String kind, String name, Set<AclOperation> needed, Answer<Set<AclOperation>> answer) {
        String what = kind + " " + name;
        if (answer.failure().isPresent()) {
            return switch (answer.failure().get()) {
                case AuthorizationException e -> Check.wrong(what, missing(needed, name) + ", nor to see it");
                case UnknownTopicOrPartitionException e ->
                    Check.wrong(what, "is not there, or may not be seen: create it (deploy/kafka)");
                case GroupIdNotFoundException e ->
                    Check.unknown(what, "nobody has joined it so far, so its rights can't be told");
                case Throwable other -> Check.unknown(what, "its rights can't be told: " + words(other));
            };
        }
        if (answer.value().isEmpty()) {
            return Check.unknown(what, "the broker does not tell which operations are allowed");
        }
        Set<AclOperation> held = answer.value().get();
        Set<AclOperation> lacking = new TreeSet<>(needed);
        lacking.removeAll(held);
        if (!lacking.isEmpty()) {
            return Check.wrong(what, missing(lacking, name));
        }
        boolean everything = kind.equals("topic") ? held.containsAll(BEYOND) : held.contains(AclOperation.DELETE);
        return Check.ok(what, everything ? "no authorizer or every right" : "right to " + listed(needed));
    }

    private static String missing(Set<AclOperation> lacking, String name) {
        return "no right to " + listed(lacking) + " " + name;
    }

    private static String listed(Set<AclOperation> operations) {
        return String.join(
                " and ", new TreeSet<>(operations).stream().map(Enum::name).toList());
    }

    private static String words(Throwable failure) {
        if (failure instanceof TimeoutException || failure instanceof org.apache.kafka.common.errors.TimeoutException) {
            return "no answer within " + LIMIT.toSeconds() + " s";
        }
        String said = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return failure instanceof AuthenticationException ? "it does not accept who we are: " + said : said;
    }
}
