package dev.sluice.traffic;

import dev.sluice.chassis.Journal;
import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Partitions;
import dev.sluice.events.wire.Poison;
import dev.sluice.traffic.effects.EffectsRig;
import dev.sluice.traffic.http.EventHub;
import dev.sluice.traffic.kafka.InboxRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One instance of traffic-service in a {@link World}: real but for the chassis, and it can be paused and killed. */
final class Node implements Reader, Ownership, Loop {
    private final World world;
    private final String name;
    private final int epoch;
    private final Map<Target, TargetState> states = new TreeMap<>();
    private final Set<Integer> acting = new HashSet<>();
    private final List<Runnable> asleep = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TrafficService service;
    private final EffectsRig rig;
    private Instant newest = World.EPOCH;
    private long newestNanos;
    private boolean alive = true;
    private boolean paused;
    private Duration unconfirmed = Duration.ZERO;

    Node(World world, String name, int epoch) {
        this.world = world;
        this.name = name;
        this.epoch = epoch;
        Journal journal = (events, cause) -> world.append(this, events);
        Outbox outbox = (record, cause) -> world.send(this, record);
        rig = EffectsRig.of(
                router -> world.router(router.name().text()).adapter(this),
                world.workloads().adapter(this),
                world.tasks(),
                this,
                this,
                this,
                meters,
                world.threads());
        service = new TrafficService(
                this,
                this,
                this,
                journal,
                rig.effects(),
                rig.watchman(),
                new SafetyNets(this, this, this),
                new SnapshotWriter(outbox, this),
                InboxRig.of(this, outbox, meters),
                new EventHub(),
                new Transitions(meters, this, this, rig.watchman()));
        service.begin();
    }

    TrafficService service() {
        return service;
    }

    /** How far a counter of this instance has come; {@code tags} are keys and values in turn. */
    double counted(String counter, String... tags) {
        return meters.get(counter).tags(tags).counter().count();
    }

    /** What the net does first, with or without the journal. */
    void emergency(TargetState state) {
        post(() -> state.open().ifPresent(open -> rig.effects().emergency(state, open)));
    }

    boolean alive() {
        return alive;
    }

    /** Something happened outside of the process: where a crash may follow. */
    void step() {
        world.step(this);
    }

    void crash() {
        alive = false;
        acting.clear();
    }

    /** The process stands still, its clock does not. */
    void pause() {
        paused = true;
    }

    void wake() {
        paused = false;
        asleep.forEach(this::post);
        asleep.clear();
    }

    /** The coordinator has not confirmed this instance for so long. */
    void unconfirmed(Duration time) {
        unconfirmed = time;
    }

    void own() {
        for (int partition = 0; partition < World.PARTITIONS; partition++) {
            if (acting.add(partition)) {
                service.onOwned(partition);
            }
        }
    }

    void lose() {
        Set<Integer> had = Set.copyOf(acting);
        acting.clear();
        had.forEach(service::onLost);
    }

    void read(ConsumerRecord<byte[], byte[]> record) {
        newest = Instant.ofEpochMilli(record.timestamp());
        newestNanos = nanoTime();
        try {
            Target target = Codec.target(record);
            Fold.Step step = Fold.read(states.getOrDefault(target, TargetState.unknown(target)), record);
            states.put(target, step.state());
            service.onJournal(step, record);
        } catch (Poison e) {
            throw new AssertionError("a record about no target", e);
        }
    }

    @Override
    public void post(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        AtomicBoolean cancelled = new AtomicBoolean();
        world.threads().toDriver(() -> world.loop()
                .after(
                        delay,
                        () -> run(() -> {
                            if (!cancelled.get()) {
                                task.run();
                            }
                        })));
        return () -> cancelled.set(true);
    }

    private void run(Runnable task) {
        if (paused) {
            asleep.add(task);
        } else if (alive) {
            task.run();
            world.threads().settle();
        }
    }

    @Override
    public long nanoTime() {
        // A process's monotonic clock has an origin of its own.
        return world.loop().nanoTime() + epoch * 1_000_000_000_000L;
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
                .filter(state -> state.rollout(rollout).isPresent())
                .findFirst();
    }

    @Override
    public int partition(Target target) {
        return Partitions.of(target, World.PARTITIONS);
    }

    @Override
    public Instant now(int partition) {
        return newest.plusNanos(nanoTime() - newestNanos);
    }

    @Override
    public boolean caughtUp() {
        return true;
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
        return unconfirmed;
    }

    @Override
    public String toString() {
        return name;
    }
}
