package dev.sluice.chassis.kafka;

import dev.sluice.chassis.Loop;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Asks the group's coordinator every second who owns what, where a setting asks for it. A process that was paused for
 * longer than its session still believes in its partitions when it wakes; the coordinator does not, and no shift is made
 * on such a belief.
 */
@Startup
@ApplicationScoped
public class OwnershipCheck {
    private static final Logger LOG = Logger.getLogger(OwnershipCheck.class);
    private static final int LIMIT_MS = 900;
    private final KafkaOwnership ownership;
    private final Loop loop;
    private final String group;
    private final Map<String, Object> settings;
    private final Thread thread;

    @Inject
    OwnershipCheck(
            KafkaSettings kafka,
            KafkaOwnership ownership,
            Loop loop,
            @ConfigProperty(name = "mp.messaging.incoming.owned.group.id") String group,
            @ConfigProperty(name = "sluice.ownership.confirmed") boolean wanted) {
        this.ownership = ownership;
        this.loop = loop;
        this.group = group;
        this.settings =
                kafka.with(Map.of("client.id", kafka.service() + "-ownership", "reconnect.backoff.max.ms", 500));
        this.thread = Thread.ofPlatform().name("sluice-ownership").daemon(true).unstarted(this::run);
        if (wanted) {
            thread.start();
        }
    }

    private void run() {
        try (Admin admin = Admin.create(settings)) {
            while (!Thread.currentThread().isInterrupted()) {
                check(admin);
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(Admin admin) throws InterruptedException {
        long asked = loop.nanoTime();
        Optional<ConsumerGroupDescription> answer = describe(admin);
        answer.stream()
                .flatMap(description -> description.members().stream())
                .filter(each -> each.consumerId().equals(ownership.member()))
                .flatMap(each -> each.assignment().topicPartitions().stream())
                .forEach(partition -> ownership.confirm(partition.partition(), asked));
    }

    private Optional<ConsumerGroupDescription> describe(Admin admin) throws InterruptedException {
        try {
            KafkaFuture<Map<String, ConsumerGroupDescription>> answer = admin.describeConsumerGroups(
                            List.of(group), new DescribeConsumerGroupsOptions().timeoutMs(LIMIT_MS))
                    .all();
            return Optional.ofNullable(
                    answer.get(LIMIT_MS + 100L, TimeUnit.MILLISECONDS).get(group));
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("ownership is not confirmed: %s", e.getMessage());
            return Optional.empty();
        }
    }

    @PreDestroy
    void close() {
        thread.interrupt();
    }
}
