package dev.sluice.chassis.kafka;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Reader;
import dev.sluice.chassis.Service;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Partitions;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.TargetSnapshot;
import dev.sluice.events.wire.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Follows every partition of the journal from the snapshots on, folds it, and hands each record to the service. */
@Startup
@ApplicationScoped
public class KafkaReader implements Reader, TopicReader.Use {
    private static final Logger LOG = Logger.getLogger(KafkaReader.class);
    private final TopicReader journal;
    private final Loop loop;
    private final Service service;
    private final MeterRegistry meters;
    private final ConcurrentMap<Target, TargetState> states = new ConcurrentHashMap<>();
    private final JournalClock clock = new JournalClock();
    private final ConcurrentLinkedQueue<CatchUp> asked = new ConcurrentLinkedQueue<>();
    private final List<CatchUp> waiting = new ArrayList<>();
    /** Where to go on when the consumer has to be made anew: what was read is never read again. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private volatile int partitions;
    private volatile boolean caughtUp;

    /** Somebody wants to know when everything that stands in a partition now has been read. */
    private record CatchUp(List<TopicPartition> partitions, Runnable then, Map<TopicPartition, Long> ends) {
        boolean reached(KafkaConsumer<byte[], byte[]> consumer) {
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        }
    }

    @Inject
    KafkaReader(KafkaSettings kafka, ConsumerLag lag, Loop loop, Service service, MeterRegistry meters) {
        this.journal = new TopicReader("journal", kafka, lag, this);
        this.loop = loop;
        this.service = service;
        this.meters = meters;
        meters.gauge("sluice.journal.caught.up", this, reader -> reader.caughtUp ? 1 : 0);
        journal.start();
    }

    @Override
    public void begin(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> all = TopicReader.partitions(consumer, Topics.ROLLOUTS);
        partitions = all.size();
        if (next.isEmpty()) {
            StartingPoint from = StartingPoint.of(snapshots(consumer), this::partition);
            states.putAll(from.states());
            from.offsets().forEach((p, offset) -> next.put(new TopicPartition(Topics.ROLLOUTS, p), offset));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        next.forEach(consumer::seek);
        asked.add(new CatchUp(all, () -> caughtUp = true, Map.of()));
    }

    private Collection<TargetSnapshot> snapshots(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> topic = TopicReader.partitions(consumer, Topics.TARGETS);
        consumer.assign(topic);
        consumer.seekToBeginning(topic);
        Map<TopicPartition, Long> ends = consumer.endOffsets(topic);
        Map<Target, TargetSnapshot> newest = new HashMap<>();
        while (!topic.stream().allMatch(p -> consumer.position(p) >= ends.getOrDefault(p, 0L))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                snapshot(record).ifPresent(snapshot -> newest.merge(snapshot.target(), snapshot, KafkaReader::further));
            }
        }
        return newest.values();
    }

    /** The one that covers more: a former owner that wakes up may still write one that is past. */
    private static TargetSnapshot further(TargetSnapshot one, TargetSnapshot other) {
        return other.covers() >= one.covers() ? other : one;
    }

    /** A snapshot is a cache: one that can't be read only costs a longer replay. */
    private static Optional<TargetSnapshot> snapshot(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null
                    ? Optional.empty()
                    : Optional.of(Codec.bind(record.value(), TargetSnapshot.class));
        } catch (Poison e) {
            LOG.warnf(
                    "the snapshot at %s-%d/%d is passed over: %s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void take(KafkaConsumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        if (!records.isEmpty()) {
            long nanos = loop.nanoTime();
            records.forEach(record -> {
                next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                loop.post(() -> read(record, nanos));
            });
        }
        for (CatchUp ask = asked.peek(); ask != null; ask = asked.peek()) {
            waiting.add(new CatchUp(ask.partitions(), ask.then(), consumer.endOffsets(ask.partitions())));
            asked.remove();
        }
        waiting.removeIf(ask -> {
            boolean reached = ask.reached(consumer);
            if (reached) {
                loop.post(ask.then());
            }
            return reached;
        });
    }

    private void read(ConsumerRecord<byte[], byte[]> record, long nanos) {
        clock.read(record.partition(), record.timestamp(), nanos);
        Target target;
        try {
            target = Codec.target(record);
        } catch (Poison e) {
            count("no-target");
            LOG.errorf(
                    "journal record %d/%d is about no target: %s", record.partition(), record.offset(), e.getMessage());
            return;
        }
        TargetState before = states.getOrDefault(target, TargetState.unknown(target));
        if (record.offset() <= before.covers()) {
            return;
        }
        Fold.Step step = Fold.read(before, record);
        states.put(target, step.state());
        count(step.fate().name().toLowerCase(java.util.Locale.ROOT));
        step.problem()
                .ifPresent(problem -> LOG.errorf(
                        "journal record %d/%d of %s: %s", record.partition(), record.offset(), target, problem));
        service.onJournal(step, record);
    }

    private void count(String fate) {
        meters.counter("sluice.journal.records", "fate", fate).increment();
    }

    /** Runs on the loop once all that stands in the partition now, or later, has been read. Ask from any thread. */
    void whenCaughtUp(int partition, Runnable then) {
        asked.add(new CatchUp(List.of(new TopicPartition(Topics.ROLLOUTS, partition)), then, Map.of()));
    }

    /** Another topic's append time in the same partition was read: time goes on while the journal is silent. */
    public void observeTime(int partition, long epochMillis) {
        clock.read(partition, epochMillis, loop.nanoTime());
    }

    @Override
    public Collection<TargetState> states() {
        return List.copyOf(states.values());
    }

    @Override
    public Optional<TargetState> state(Target target) {
        return Optional.ofNullable(states.get(target));
    }

    @Override
    public Optional<TargetState> owning(RolloutId rollout) {
        return states.values().stream()
                .filter(state -> names(state).anyMatch(rollout::equals))
                .findFirst();
    }

    private static Stream<RolloutId> names(TargetState state) {
        return Stream.of(
                        state.open().map(r -> r.id()).stream(),
                        state.latest().map(r -> r.id()).stream(),
                        state.queue().stream().map(queued -> queued.id()),
                        state.recent().stream().map(past -> past.rollout()))
                .flatMap(ids -> ids);
    }

    @Override
    public int partition(Target target) {
        if (partitions == 0) {
            throw new IllegalStateException("the number of partitions is not known before the broker was reached");
        }
        return Partitions.of(target, partitions);
    }

    @Override
    public Instant now(int partition) {
        return clock.now(partition, loop.nanoTime());
    }

    @Override
    public boolean caughtUp() {
        return caughtUp;
    }

    @PreDestroy
    void close() {
        journal.close();
    }
}
