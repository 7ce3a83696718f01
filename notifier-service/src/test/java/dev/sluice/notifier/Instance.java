package dev.sluice.notifier;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.notifier.text.Wording;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One running notifier-service: it follows the topic from a snapshot or from the beginning, and dies when it is told to. */
public final class Instance implements Reader, Ownership {
    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    public final NotifierHandler handler;
    public final Library library;
    private final VirtualLoop loop;
    private TargetState state;
    private boolean acts;
    private boolean dead;

    public Instance(VirtualLoop loop, Topic topic, Group group, Receivers receivers, TargetState from) {
        this.loop = loop;
        this.state = from;
        Meters meters = new Meters(registry);
        Loop alive = new Alive();
        Outbox outbox = (record, cause) -> receivers.send(record);
        Couriers couriers = new Couriers(alive, receivers, Runnable::run, Duration.ofMinutes(10), meters);
        Retelling retelling = new Retelling(this, topic, Runnable::run);
        Telling telling =
                new Telling(alive, outbox, couriers, new Wording(URI.create("http://127.0.0.1:8084")), meters);
        this.handler = new NotifierHandler(alive, this, this, retelling, telling, meters);
        this.library = new Library(alive, this, handler, retelling, Runnable::run);
        topic.records().forEach(this::read);
        topic.follow(record -> loop.post(() -> read(record)));
        group.join(this);
    }

    private final class Alive implements Loop {
        @Override
        public void post(Runnable task) {
            after(Duration.ZERO, task);
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return loop.after(delay, () -> {
                if (!dead) {
                    task.run();
                }
            });
        }

        @Override
        public long nanoTime() {
            return loop.nanoTime();
        }
    }

    void own(boolean owns) {
        acts = owns;
        if (owns) {
            handler.onOwned(Topic.PARTITION);
        } else {
            handler.onLost(Topic.PARTITION);
        }
    }

    public void die() {
        dead = true;
    }

    public boolean dead() {
        return dead;
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        if (!dead && record.offset() > state.covers()) {
            Fold.Step step = Fold.read(state, record);
            state = step.state();
            handler.onJournal(step, record);
        }
    }

    @Override
    public Collection<TargetState> states() {
        return List.of(state);
    }

    @Override
    public Optional<TargetState> state(Target target) {
        return Optional.of(state).filter(known -> known.target().equals(target));
    }

    @Override
    public Optional<TargetState> owning(RolloutId rollout) {
        return Optional.of(state)
                .filter(known -> known.rollout(rollout).isPresent()
                        || known.recent().stream()
                                .anyMatch(past -> past.rollout().equals(rollout)));
    }

    @Override
    public int partition(Target target) {
        return Topic.PARTITION;
    }

    @Override
    public Instant now(int partition) {
        return Given.START;
    }

    @Override
    public boolean caughtUp() {
        return true;
    }

    @Override
    public boolean acts(int partition) {
        return acts;
    }

    @Override
    public Set<Integer> acting() {
        return acts ? Set.of(Topic.PARTITION) : Set.of();
    }

    @Override
    public int epoch() {
        return 1;
    }

    @Override
    public Duration sinceConfirmed(int partition) {
        return Duration.ZERO;
    }
}
