package dev.sluice.rollback;

import dev.sluice.chassis.Journal;
import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.chassis.Service;
import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.rollback.domain.Due;
import dev.sluice.rollback.domain.Evidence;
import dev.sluice.rollback.domain.Procedure;
import dev.sluice.rollback.port.DataSteps;
import dev.sluice.rollback.port.PublicAddress;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The shell: after every record of a target that this instance acts for it looks at the state and does what is due. It
 * may die after any line: what it had done is in the journal, and whoever looks next finds the next step.
 */
@Startup(RollbackHandler.BEFORE_THE_READER)
@ApplicationScoped
public class RollbackHandler implements Service {
    private static final Duration NOT_YET = Duration.ofMillis(200);
    /** What it stands on is made ready before the first record comes, and not on the loop. */
    static final int BEFORE_THE_READER = 1;

    private final Loop loop;
    private final Reader reader;
    private final Ownership ownership;
    private final Appends appends;
    private final Verifier verifier;
    private final StoreWork stores;
    private final Meters meters;
    private final Map<RolloutId, Evidence> evidence = new HashMap<>();
    private final Map<RolloutId, Loop.Timer> timers = new HashMap<>();

    @Inject
    RollbackHandler(
            Loop loop,
            Journal journal,
            Reader reader,
            Ownership ownership,
            PublicAddress address,
            DataSteps steps,
            Meters meters) {
        this(loop, journal, reader, ownership, address, steps, Executors.newVirtualThreadPerTaskExecutor(), meters);
    }

    /** With looks at the public address that run where this executor runs them. */
    public RollbackHandler(
            Loop loop,
            Journal journal,
            Reader reader,
            Ownership ownership,
            PublicAddress address,
            DataSteps steps,
            Executor looks,
            Meters meters) {
        this.loop = loop;
        this.reader = reader;
        this.ownership = ownership;
        this.appends = new Appends(loop, journal);
        this.verifier = new Verifier(loop, address, looks);
        this.stores = new StoreWork(loop, steps);
        this.meters = meters;
    }

    @Override
    public void onJournal(Fold.Step step, ConsumerRecord<byte[], byte[]> record) {
        step.recorded().ifPresent(recorded -> note(step.state(), recorded));
        act(step.state(), record.partition(), step.recorded().flatMap(recorded -> recorded.meta()
                .traceparent()));
    }

    @Override
    public void onOwned(int partition) {
        reader.states().stream()
                .filter(state -> reader.partition(state.target()) == partition)
                .forEach(state -> act(state, partition, Optional.empty()));
    }

    @Override
    public void onLost(int partition) {
        reader.states().stream()
                .filter(state -> reader.partition(state.target()) == partition)
                .flatMap(state -> state.open().stream())
                .forEach(rollout -> stop(rollout.id()));
    }

    /** What a record asks for is found in the state that is followed, so there is nothing to wait for. */
    @Override
    public CompletionStage<Void> onOwnedRecord(ConsumerRecord<byte[], byte[]> record) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * A command of a person; on the loop. The stage completes when the request stands in the journal, or when there is
     * nothing to ask for: the rollout is over, unknown here, or on its way back already.
     */
    public CompletionStage<Void> onCommand(Commanded commanded) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        request(commanded, done);
        return done;
    }

    private void request(Commanded commanded, CompletableFuture<Void> done) {
        if (!(commanded.command() instanceof Command.Steer steer)) {
            done.complete(null);
            return;
        }
        if (!reader.caughtUp()) {
            loop.after(NOT_YET, () -> request(commanded, done));
            return;
        }
        Optional<TargetState> state = reader.owning(steer.rollout());
        Optional<Fact> fact = state.flatMap(target -> target.open()
                .filter(rollout -> rollout.id().equals(steer.rollout()))
                .flatMap(rollout -> asked(target, rollout, commanded, steer)));
        if (state.isEmpty() || fact.isEmpty()) {
            done.complete(null);
            return;
        }
        appends.append(state.get().target(), fact.get(), commanded.traceparent(), () -> {})
                .whenComplete((appended, failure) -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        loop.post(() -> request(commanded, done));
                    }
                });
    }

    private static Optional<Fact> asked(
            TargetState target, RolloutState rollout, Commanded commanded, Command.Steer steer) {
        return switch (steer) {
            case Command.RollBack c ->
                Procedure.onCommand(rollout, target.gate().version(), commanded.id(), c.by());
            case Command.DecideRestore c -> Procedure.onAnswer(rollout, c);
            case Command.Pause c -> Optional.empty();
            case Command.Resume c -> Optional.empty();
            case Command.Promote c -> Optional.empty();
            case Command.Abort c -> Optional.empty();
        };
    }

    private void note(TargetState state, Recorded recorded) {
        Optional<RolloutId> about = recorded.event().about();
        if (about.isEmpty()) {
            return;
        }
        RolloutId id = about.get();
        if (recorded.event() instanceof Fact fact) {
            appends.readBack(fact);
        }
        Evidence known = evidence.getOrDefault(id, Evidence.NONE).with(recorded);
        boolean live = reader.caughtUp() && ownership.acts(recorded.meta().partition());
        if (live) {
            meters.seen(recorded, state, known);
        }
        if (state.open().filter(rollout -> rollout.id().equals(id)).isPresent()) {
            evidence.put(id, known);
        } else {
            evidence.remove(id);
            appends.forget(id);
            stop(id);
        }
    }

    /** Nothing of the rollout is done here any more. */
    private void stop(RolloutId rollout) {
        verifier.cancel(rollout);
        stores.cancel(rollout);
        Loop.Timer timer = timers.remove(rollout);
        if (timer != null) {
            timer.cancel();
        }
    }

    private void act(TargetState state, int partition, Optional<String> cause) {
        if (!ownership.acts(partition)) {
            return;
        }
        state.open().ifPresent(rollout -> Procedure.next(rollout, evidenceOf(rollout), reader.now(partition))
                .ifPresent(due -> perform(state.target(), rollout, due, cause)));
    }

    private void perform(Target target, RolloutState rollout, Due due, Optional<String> cause) {
        switch (due) {
            case Due.State(Fact fact) -> append(target, fact, cause);
            case Due.Verify(long of) -> verify(target, rollout, of, cause);
            case Due.Wait(Instant until) -> lookAgain(target, rollout.id(), until);
            case Due.WithStore step ->
                stores.begin(target, rollout, step, fact -> {
                    if (ownership.acts(reader.partition(target))) {
                        append(target, fact, cause);
                    }
                });
        }
    }

    /** The journal's time may lag behind this timer's, or run on with the next record: whoever looks too early waits again. */
    private void lookAgain(Target target, RolloutId rollout, Instant until) {
        int partition = reader.partition(target);
        Duration delay = Duration.between(reader.now(partition), until).plusMillis(1);
        Loop.Timer before = timers.put(rollout, loop.after(delay, () -> {
            timers.remove(rollout);
            reader.state(target).ifPresent(state -> act(state, partition, Optional.empty()));
        }));
        if (before != null) {
            before.cancel();
        }
    }

    private void verify(Target target, RolloutState rollout, long of, Optional<String> cause) {
        if (appends.underWay(rollout.id(), Fact.SwitchVerified.class)
                || appends.underWay(rollout.id(), Fact.RollbackFailed.class)) {
            return;
        }
        verifier.begin(rollout, evidenceOf(rollout), checks -> {
            if (ownership.acts(reader.partition(target))) {
                append(target, Procedure.verified(rollout, of, checks), cause);
            }
        });
    }

    private void append(Target target, Fact fact, Optional<String> cause) {
        appends.append(target, fact, cause, () -> reader.state(target)
                .ifPresent(state -> act(state, reader.partition(target), cause)));
    }

    private Evidence evidenceOf(RolloutState rollout) {
        return evidence.getOrDefault(rollout.id(), Evidence.NONE);
    }
}
