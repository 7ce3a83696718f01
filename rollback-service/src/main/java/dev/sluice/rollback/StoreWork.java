package dev.sluice.rollback;

import dev.sluice.chassis.Loop;
import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.plan.Data;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.rollback.domain.Due;
import dev.sluice.rollback.port.DataSteps;
import dev.sluice.rollback.port.DataSteps.Backed;
import dev.sluice.rollback.port.DataSteps.Errand;
import dev.sluice.rollback.port.DataSteps.Restored;
import dev.sluice.rollback.port.DataSteps.Writes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is being done with stores, each step at most once at a time; its outcome comes back on the loop as the fact that
 * tells it. Used on the loop only.
 */
final class StoreWork {
    private final Loop loop;
    private final DataSteps steps;
    private final Map<Key, Object> running = new HashMap<>();

    private record Key(RolloutId rollout, Name store, Class<? extends Due> step) {}

    StoreWork(Loop loop, DataSteps steps) {
        this.loop = loop;
        this.steps = steps;
    }

    /** Begins a step, unless it runs. */
    void begin(Target target, RolloutState rollout, Due.WithStore due, Consumer<Fact> outcome) {
        Data data = rollout.plan()
                .data()
                .orElseThrow(() -> new IllegalStateException(rollout.id() + " has work with stores and no stores"));
        Errand errand = new Errand(target, rollout.id(), data, due.store());
        Key key = new Key(rollout.id(), due.store().name(), due.getClass());
        if (running.containsKey(key)) {
            return;
        }
        switch (due) {
            case Due.Backup step -> run(key, steps.backup(errand), answer -> fact(rollout.id(), step, answer), outcome);
            case Due.PauseWrites step ->
                run(key, steps.pauseWrites(errand), answer -> paused(rollout.id(), step, answer), outcome);
            case Due.Restore step ->
                run(key, steps.restore(errand, step.backup()), answer -> restored(rollout.id(), step, answer), outcome);
            case Due.ResumeWrites step ->
                run(key, steps.resumeWrites(errand), answer -> resumed(rollout.id(), step, answer), outcome);
        }
    }

    /** The rollout is over, or another instance acts for it. */
    void cancel(RolloutId rollout) {
        if (running.keySet().removeIf(key -> key.rollout().equals(rollout))) {
            steps.cancel(rollout);
        }
    }

    private <T> void run(Key key, CompletionStage<T> stage, Function<T, Fact> told, Consumer<Fact> outcome) {
        Object ticket = new Object();
        running.put(key, ticket);
        stage.whenComplete((answer, failure) -> loop.post(() -> {
            // A step that was cancelled and begun again has another ticket: the first one's end says nothing.
            if (!running.remove(key, ticket)) {
                return;
            }
            if (failure != null) {
                throw new IllegalStateException("a step with a store promises never to fail: " + key, failure);
            }
            outcome.accept(told.apply(answer));
        }));
    }

    private static Fact fact(RolloutId rollout, Due.Backup step, Backed answer) {
        return switch (answer) {
            case Backed.Taken taken ->
                new DataFact.BackupTaken(
                        rollout,
                        step.of(),
                        step.store().name(),
                        taken.backup(),
                        taken.bytes(),
                        taken.contents(),
                        taken.takenAt(),
                        taken.keptUntil(),
                        taken.tookMs());
            case Backed.Failed(String reason) ->
                new DataFact.BackupFailed(rollout, step.of(), step.store().name(), reason);
        };
    }

    private static Fact paused(RolloutId rollout, Due.PauseWrites step, Writes answer) {
        return switch (answer) {
            case Writes.Done done ->
                new DataFact.WritesPaused(rollout, step.of(), step.store().name(), done.hooks());
            case Writes.Failed(String reason) ->
                new DataFact.DataRestoreFailed(
                        rollout, step.of(), step.store().name(), "writes could not be paused: " + reason, pauses(step));
        };
    }

    private static Fact restored(RolloutId rollout, Due.Restore step, Restored answer) {
        return switch (answer) {
            case Restored.Verified done ->
                new DataFact.DataRestored(
                        rollout, step.of(), step.store().name(), step.backup(), done.checks(), done.tookMs());
            case Restored.Failed(String reason) ->
                new DataFact.DataRestoreFailed(rollout, step.of(), step.store().name(), reason, pauses(step));
        };
    }

    private static Fact resumed(RolloutId rollout, Due.ResumeWrites step, Writes answer) {
        return switch (answer) {
            case Writes.Done done ->
                new DataFact.WritesResumed(rollout, step.of(), step.store().name());
            case Writes.Failed(String reason) ->
                new DataFact.DataRestoreFailed(
                        rollout,
                        step.of(),
                        step.store().name(),
                        "restored and verified, but writes could not be resumed: " + reason,
                        pauses(step));
        };
    }

    /** Of hooks that failed some may have paused, so with hooks they count as paused; a store without any never is. */
    private static boolean pauses(Due.WithStore step) {
        return !step.store().writes().isEmpty();
    }
}
