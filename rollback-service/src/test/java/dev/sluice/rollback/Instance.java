package dev.sluice.rollback;

import dev.sluice.chassis.Journal;
import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.rollback.port.DataSteps;
import dev.sluice.rollback.port.PublicAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One running rollback-service: it follows the topic, owns its partition, and dies when it is told to. */
public final class Instance implements Journal, Reader, Ownership {
    /** What an append meets. */
    public enum Fate {
        TAKEN,
        REFUSED,
        DIES_BEFORE,
        DIES_AFTER
    }

    /** Says what happens to the n-th append of this instance, from 0. */
    @FunctionalInterface
    public interface Script {
        Fate of(int append);
    }

    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    public final RollbackHandler handler;
    private final VirtualLoop loop;
    private final Topic topic;
    private final Script script;
    private TargetState state = TargetState.unknown(Given.SHOP);
    private int appends;
    private boolean acts;
    private boolean caughtUp;
    private boolean dead;

    public Instance(VirtualLoop loop, Topic topic, PublicAddress address, DataSteps stores, Script script) {
        this.loop = loop;
        this.topic = topic;
        this.script = script;
        this.handler =
                new RollbackHandler(alive(), this, this, this, address, stores, Runnable::run, new Meters(registry));
        topic.records().forEach(this::read);
        topic.follow(record -> loop.post(() -> read(record)));
        loop.post(() -> own(true));
    }

    /** A loop that runs nothing any more once the process is dead. */
    private Loop alive() {
        return new Loop() {
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
        };
    }

    public void own(boolean owns) {
        if (dead) {
            return;
        }
        acts = owns;
        caughtUp = true;
        if (owns) {
            handler.onOwned(Topic.PARTITION);
        } else {
            handler.onLost(Topic.PARTITION);
        }
    }

    public boolean dead() {
        return dead;
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        if (!dead) {
            Fold.Step step = Fold.read(state, record);
            state = step.state();
            handler.onJournal(step, record);
        }
    }

    @Override
    public CompletionStage<Void> append(List<Proposed> events, Optional<String> cause) {
        if (dead) {
            return new CompletableFuture<>();
        }
        Fate fate = script.of(appends++);
        if (fate == Fate.TAKEN || fate == Fate.DIES_AFTER) {
            events.forEach(topic::append);
        }
        dead = fate == Fate.DIES_BEFORE || fate == Fate.DIES_AFTER;
        return switch (fate) {
            case TAKEN -> CompletableFuture.completedFuture(null);
            case REFUSED -> CompletableFuture.failedFuture(new IllegalStateException("no broker"));
            case DIES_BEFORE, DIES_AFTER -> new CompletableFuture<>();
        };
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
        return Optional.of(state).filter(known -> known.rollout(rollout).isPresent());
    }

    @Override
    public int partition(Target target) {
        return Topic.PARTITION;
    }

    @Override
    public Instant now(int partition) {
        return Given.START.plusNanos(loop.nanoTime());
    }

    @Override
    public boolean caughtUp() {
        return caughtUp;
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
