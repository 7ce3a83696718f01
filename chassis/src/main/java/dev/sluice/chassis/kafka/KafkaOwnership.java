package dev.sluice.chassis.kafka;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Service;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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
    private final KafkaReader reader;
    private final Service service;
    private final Set<Integer> assigned = ConcurrentHashMap.newKeySet();
    private final Set<Integer> acting = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<Integer, Long> confirmed = new ConcurrentHashMap<>();
    private volatile int epoch;
    private volatile String member = "";

    @Inject
    KafkaOwnership(Loop loop, KafkaReader reader, Service service, MeterRegistry meters) {
        this.loop = loop;
        this.reader = reader;
        this.service = service;
        meters.gauge("sluice.partitions.owned", acting, Set::size);
    }

    /** On the polling thread of the group channel, as is {@link #taken}. */
    void given(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        int generation = consumer.groupMetadata().generationId();
        String id = consumer.groupMetadata().memberId();
        long now = loop.nanoTime();
        loop.post(() -> {
            epoch = generation;
            member = id;
            partitions.forEach(partition -> assigned(partition.partition(), now));
        });
    }

    private void assigned(int partition, long at) {
        assigned.add(partition);
        confirmed.put(partition, at);
        reader.whenCaughtUp(partition, () -> {
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
