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
import dev.sluice.rollback.port.PublicAddress;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
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
    private final Meters meters;
    private final Map<RolloutId, Evidence> evidence = new HashMap<>();

    @Inject
    RollbackHandler(
            Loop loop, Journal journal, Reader reader, Ownership ownership, PublicAddress address, Meters meters) {
        this(loop, journal, reader, ownership, address, Executors.newVirtualThreadPerTaskExecutor(), meters);
    }

    RollbackHandler(
            Loop loop,
            Journal journal,
            Reader reader,
            Ownership ownership,
            PublicAddress address,
            Executor looks,
            Meters meters) {
        this.loop = loop;
        this.reader = reader;
        this.ownership = ownership;
        this.appends = new Appends(loop, journal);
        this.verifier = new Verifier(loop, address, looks);
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
                .forEach(rollout -> verifier.cancel(rollout.id()));
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
        if (!(commanded.command() instanceof Command.RollBack rollBack)) {
            done.complete(null);
            return;
        }
        if (!reader.caughtUp()) {
            loop.after(NOT_YET, () -> request(commanded, done));
            return;
        }
        Optional<TargetState> state = reader.owning(rollBack.rollout());
        Optional<Fact> fact = state.flatMap(target -> target.open()
                .filter(rollout -> rollout.id().equals(rollBack.rollout()))
                .flatMap(rollout ->
                        Procedure.onCommand(rollout, target.gate().version(), commanded.id(), rollBack.by())));
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
            verifier.cancel(id);
        }
    }

    private void act(TargetState state, int partition, Optional<String> cause) {
        if (!ownership.acts(partition)) {
            return;
        }
        state.open().ifPresent(rollout -> Procedure.next(rollout, evidenceOf(rollout))
                .ifPresent(due -> perform(state.target(), rollout, due, cause)));
    }

    private void perform(Target target, RolloutState rollout, Due due, Optional<String> cause) {
        switch (due) {
            case Due.State(Fact fact) -> append(target, fact, cause);
            case Due.Verify(long of) -> verify(target, rollout, of, cause);
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
