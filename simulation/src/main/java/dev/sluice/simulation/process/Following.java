package dev.sluice.simulation.process;

import dev.sluice.chassis.Service;
import dev.sluice.chassis.kafka.JournalClock;
import dev.sluice.chassis.kafka.StartingPoint;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.TargetSnapshot;
import dev.sluice.events.wire.Topics;
import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.broker.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What a process has read of the journal: from the snapshots on, as the chassis does it, with the chassis' own clock. */
final class Following {
    private static final Duration AGAIN = Duration.ofMillis(200);
    private final Process process;
    private final Ground ground;
    private final Map<Target, TargetState> states = new TreeMap<>();
    private final JournalClock clock = new JournalClock();
    private final Log.@Nullable Reading[] readings = new Log.@Nullable Reading[Broker.PARTITIONS];
    private final List<CatchUp> waiting = new ArrayList<>();
    private boolean caughtUp;

    private record CatchUp(int partition, int end, Runnable then) {}

    Following(Process process, Ground ground) {
        this.process = process;
        this.ground = ground;
    }

    /** As soon as Kafka is reached. */
    void begin(Service service) {
        ground.scheduler().after(AGAIN, () -> {
            if (ground.broker().reachable(process) && process.awake()) {
                process.run(() -> readAll(service));
            } else if (process.alive()) {
                begin(service);
            }
        });
    }

    private void readAll(Service service) {
        StartingPoint from = StartingPoint.of(snapshots(), process::partition);
        states.putAll(from.states());
        for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
            Log log = ground.broker().log(Topics.ROLLOUTS, partition);
            int offset = Math.toIntExact(from.offsets().getOrDefault(partition, 0L));
            readings[partition] = log.read(process, offset, record -> process.run(() -> read(record, service)));
        }
        int[] left = {Broker.PARTITIONS};
        for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
            whenCaughtUp(partition, () -> caughtUp = --left[0] == 0 || caughtUp);
            reached(partition);
        }
    }

    private Collection<TargetSnapshot> snapshots() {
        Map<Target, TargetSnapshot> newest = new HashMap<>();
        for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
            for (ConsumerRecord<byte[], byte[]> record :
                    ground.broker().log(Topics.TARGETS, partition).records()) {
                TargetSnapshot snapshot = snapshot(record);
                newest.merge(snapshot.target(), snapshot, (one, other) -> other.covers() >= one.covers() ? other : one);
            }
        }
        return newest.values();
    }

    private static TargetSnapshot snapshot(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Codec.bind(record.value(), TargetSnapshot.class);
        } catch (Poison e) {
            throw new IllegalStateException("a snapshot can't be read", e);
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record, Service service) {
        clock.read(record.partition(), record.timestamp(), process.nanoTime());
        Target target = target(record);
        TargetState before = states.getOrDefault(target, ground.folds().unknown(target));
        if (record.offset() > before.covers()) {
            Fold.Step step = ground.seams().read(ground.folds(), before, record);
            states.put(target, step.state());
            service.onJournal(step, record);
        }
        reached(record.partition());
    }

    private static Target target(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Codec.target(record);
        } catch (Poison e) {
            throw new IllegalStateException("a record about no target", e);
        }
    }

    private void reached(int partition) {
        for (CatchUp each : List.copyOf(waiting)) {
            if (each.partition() == partition && position(partition) >= each.end()) {
                waiting.remove(each);
                process.post(each.then());
            }
        }
    }

    /** Once all that stands in the partition now has been read. */
    void whenCaughtUp(int partition, Runnable then) {
        waiting.add(new CatchUp(
                partition, ground.broker().log(Topics.ROLLOUTS, partition).size(), then));
        reached(partition);
    }

    private int position(int partition) {
        Log.Reading reading = readings[partition];
        return reading == null ? -1 : reading.next();
    }

    long[] positions() {
        long[] all = new long[Broker.PARTITIONS];
        for (int partition = 0; partition < all.length; partition++) {
            all[partition] = position(partition);
        }
        return all;
    }

    void observeTime(int partition, long epochMillis) {
        clock.read(partition, epochMillis, process.nanoTime());
    }

    Collection<TargetState> states() {
        return List.copyOf(states.values());
    }

    Optional<TargetState> state(Target target) {
        return Optional.ofNullable(states.get(target));
    }

    Optional<TargetState> owning(RolloutId rollout) {
        return states.values().stream()
                .filter(state -> names(state).anyMatch(rollout::equals))
                .findFirst();
    }

    private static Stream<RolloutId> names(TargetState state) {
        return Stream.of(
                        state.open().map(each -> each.id()).stream(),
                        state.latest().map(each -> each.id()).stream(),
                        state.queue().stream().map(queued -> queued.id()),
                        state.recent().stream().map(past -> past.rollout()))
                .flatMap(ids -> ids);
    }

    Instant now(int partition) {
        return clock.now(partition, process.nanoTime());
    }

    /** Whether Kafka is reached now. */
    boolean inReach() {
        return ground.broker().reachable(process);
    }

    boolean caughtUp() {
        return caughtUp;
    }
}
