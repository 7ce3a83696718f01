package dev.sluice.chassis.kafka;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Service;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Ownership by the group of the channel {@code owned}. A partition that is assigned counts from the moment the journal of
 * it was caught up, and until it is revoked or lost. The group's generation is the epoch: it grows with every change of
 * owners.
 */
@ApplicationScoped
public class KafkaOwnership implements Ownership {
    private static final Logger LOG = Logger.getLogger(KafkaOwnership.class);
    private final Loop loop;
    private final BiConsumer<Integer, Runnable> whenCaughtUp;
    private final Service service;
    private final Set<Integer> assigned = ConcurrentHashMap.newKeySet();
    private final Set<Integer> acting = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<Integer, Long> confirmed = new ConcurrentHashMap<>();
    private volatile int epoch;
    private volatile String member = "";

    @Inject
    KafkaOwnership(Loop loop, KafkaReader reader, Service service, MeterRegistry meters) {
        this(loop, reader::whenCaughtUp, service);
        meters.gauge("sluice.partitions.owned", acting, Set::size);
    }

    KafkaOwnership(Loop loop, BiConsumer<Integer, Runnable> whenCaughtUp, Service service) {
        this.loop = loop;
        this.whenCaughtUp = whenCaughtUp;
        this.service = service;
    }

    /**
     * On the polling thread of the group channel, as is {@link #taken}. What the consumer has no more is lost, and what is
     * given anew was lost in between, whether anybody said so or not: after a sleep that cost the session the connector's
     * own last commit fails, and then it does not hand the loss on.
     */
    void given(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        int generation = consumer.groupMetadata().generationId();
        String id = consumer.groupMetadata().memberId();
        Set<Integer> kept =
                consumer.assignment().stream().map(TopicPartition::partition).collect(Collectors.toSet());
        partitions.forEach(partition -> kept.remove(partition.partition()));
        long now = loop.nanoTime();
        loop.post(() -> {
            List.copyOf(assigned).stream()
                    .filter(partition -> !kept.contains(partition))
                    .forEach(this::lost);
            epoch = generation;
            member = id;
            partitions.forEach(partition -> assigned(partition.partition(), now));
        });
    }

    private void assigned(int partition, long at) {
        assigned.add(partition);
        confirmed.put(partition, at);
        whenCaughtUp.accept(partition, () -> {
            if (assigned.contains(partition) && acting.add(partition)) {
                LOG.infof("acting for partition %d as epoch %d", partition, epoch);
                service.onOwned(partition);
            }
        });
    }

    void taken(Collection<TopicPartition> partitions) {
        loop.post(() -> partitions.forEach(partition -> lost(partition.partition())));
    }

    private void lost(int partition) {
        assigned.remove(partition);
        confirmed.remove(partition);
        if (acting.remove(partition)) {
            LOG.infof("no longer acting for partition %d", partition);
            service.onLost(partition);
        }
    }

    /** The coordinator named this member as the owner, in an answer to a question asked at {@code nanos}. */
    void confirm(int partition, long nanos) {
        confirmed.computeIfPresent(partition, (p, known) -> Math.max(known, nanos));
    }

    /** Whether the group has taken this instance in at least once. */
    boolean joined() {
        return !member.isEmpty();
    }

    String member() {
        return member;
    }

    @Override
    public boolean acts(int partition) {
        return acting.contains(partition);
    }

    @Override
    public Set<Integer> acting() {
        return Set.copyOf(acting);
    }

    @Override
    public int epoch() {
        return epoch;
    }

    @Override
    public Duration sinceConfirmed(int partition) {
        Long at = confirmed.get(partition);
        return at == null ? Duration.ofDays(1) : Duration.ofNanos(loop.nanoTime() - at);
    }
}
