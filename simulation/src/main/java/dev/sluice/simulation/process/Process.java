package dev.sluice.simulation.process;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.chassis.Service;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.broker.Group;
import dev.sluice.simulation.broker.Member;
import dev.sluice.simulation.kernel.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One process of one service: its real shell on a virtual loop with a clock of its own. It can be killed, stopped for a
 * while and cut off; one that is started again is another process.
 */
public final class Process implements Loop, Reader, Ownership, Member {
    private static final long ORIGIN = 1_000_000_000_000L;
    private final String name;
    private final Kind kind;
    private final Ground ground;
    private final double rate;
    private final long born;
    private final List<Runnable> asleep = new ArrayList<>();
    private final Following following;
    private final Owning owning;
    private final Service service;
    private boolean alive = true;
    private boolean paused;
    private boolean cutOff;

    /**
     * A process that begins now.
     *
     * @param rate of its clock: nanoseconds that it counts for each that passes
     * @param shell makes the service of its kind
     */
    public Process(String name, Kind kind, Ground ground, Group group, double rate, Function<Process, Service> shell) {
        this.name = name;
        this.kind = kind;
        this.ground = ground;
        this.rate = rate;
        this.born = ground.scheduler().now();
        this.following = new Following(this, ground);
        this.owning = new Owning(this, following, group);
        this.service = shell.apply(this);
        following.begin(service);
        owning.begin(service, kind == Kind.TRAFFIC);
    }

    @Override
    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public Service service() {
        return service;
    }

    @Override
    public boolean alive() {
        return alive;
    }

    @Override
    public boolean awake() {
        return alive && !paused;
    }

    @Override
    public boolean connected() {
        return !cutOff;
    }

    public void kill() {
        alive = false;
        asleep.clear();
    }

    /** It stands still, and its clock does not. */
    public void pause() {
        paused = true;
    }

    public void wake() {
        paused = false;
        List<Runnable> due = List.copyOf(asleep);
        asleep.clear();
        due.forEach(task -> ground.scheduler().after(Duration.ZERO, () -> run(task)));
    }

    /** Whether Kafka is out of its reach; routers are not. */
    public void cutOff(boolean now) {
        cutOff = now;
    }

    @Override
    public void step(String what) {
        if (alive) {
            ground.witness().stepped(this, what);
        }
    }

    @Override
    public void run(Runnable task) {
        if (!alive) {
            return;
        }
        if (paused) {
            asleep.add(task);
            return;
        }
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            ground.witness().threw(this, failure);
        }
    }

    @Override
    public void post(Runnable task) {
        ground.scheduler().after(Duration.ZERO, () -> run(task));
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        boolean[] cancelled = new boolean[1];
        // Rounded up: a timer that rang too early by its own clock would be set anew at the same moment, for ever.
        long nanos = Math.max(0, (long) Math.ceil(delay.toNanos() / rate) + 1);
        Scheduler.Task waits = ground.scheduler()
                .after(
                        Duration.ofNanos(nanos),
                        () -> run(() -> {
                            if (!cancelled[0]) {
                                task.run();
                            }
                        }));
        return () -> {
            cancelled[0] = true;
            waits.cancel();
        };
    }

    @Override
    public long nanoTime() {
        return ORIGIN + (long) ((ground.scheduler().now() - born) * rate);
    }

    /** Up to where it has read the journal, by partition. */
    long[] read() {
        return following.positions();
    }

    /** How many records of a partition of the journal it has read. */
    public long hasRead(int partition) {
        return following.positions()[partition];
    }

    void observeTime(int partition, long epochMillis) {
        following.observeTime(partition, epochMillis);
    }

    @Override
    public Collection<TargetState> states() {
        return following.states();
    }

    @Override
    public Optional<TargetState> state(Target target) {
        return following.state(target);
    }

    @Override
    public Optional<TargetState> owning(RolloutId rollout) {
        return following.owning(rollout);
    }

    @Override
    public int partition(Target target) {
        return Broker.partition(dev.sluice.events.wire.Partitions.key(target));
    }

    @Override
    public Instant now(int partition) {
        return following.now(partition);
    }

    @Override
    public boolean caughtUp() {
        return following.caughtUp();
    }

    @Override
    public boolean acts(int partition) {
        return owning.acts(partition);
    }

    @Override
    public Set<Integer> acting() {
        return owning.acting();
    }

    @Override
    public int epoch() {
        return owning.epoch();
    }

    @Override
    public Duration sinceConfirmed(int partition) {
        return owning.sinceConfirmed(partition);
    }

    @Override
    public void given(int partition, int generation) {
        owning.given(partition, generation);
    }

    @Override
    public void taken(int partition) {
        owning.taken(partition);
    }

    @Override
    public CompletionStage<Void> take(ConsumerRecord<byte[], byte[]> record) {
        return service.onOwnedRecord(record);
    }

    @Override
    public String toString() {
        return name;
    }
}
