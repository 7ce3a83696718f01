package dev.sluice.events.story;

import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Meta;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Name;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What each fact does to the state of its target. A fact about a rollout that is not open changes nothing. */
final class FactFold {
    private FactFold() {}

    static TargetState evolve(TargetState state, Fact fact, Meta meta) {
        Optional<RolloutState> open =
                state.open().filter(rollout -> rollout.id().equals(fact.rollout()));
        if (open.isEmpty()) {
            return state;
        }
        return state.withOpen(Optional.of(evolve(state, open.get(), fact, meta)));
    }

    private static RolloutState evolve(TargetState target, RolloutState state, Fact fact, Meta meta) {
        return switch (fact) {
            case Fact.StageValidated f ->
                judged(state, f.of(), true, 0, Optional.empty()).withStage(stage -> stage.judged(f.readings()));
            case Fact.ValidationFailed f ->
                judged(state, f.of(), false, f.failures(), f.limit()).withStage(stage -> stage.judged(f.readings()));
            case Fact.MetricsBreached f -> breached(state, f, meta);
            case Fact.HealthRecovered f -> recovered(state, f);
            case Fact.ChecksJudged f -> checked(state, f);
            case Fact.RollbackRequested f -> requested(target, state, f, meta);
            case Fact.SwitchVerified f -> rollback(state, story -> story.verified(meta.time(), f.checks()));
            case Fact.ShutdownRequested f -> rollback(state, story -> asked(story, f, meta));
            case DataFact f -> data(state, f, meta);
            case Fact.RollbackCompleted f -> rollback(state, story -> story.done(f.times()));
            case Fact.RollbackFailed f -> rollback(state, story -> story.failed(f.reason(), f.checks()));
        };
    }

    private static RolloutState judged(
            RolloutState state, long of, boolean valid, int failures, Optional<String> limit) {
        RolloutState counted = state.withTroubles(state.troubles());
        if (!(counted.phase() instanceof Phase.Observing observing)
                || observing.watch().judgedOf() != of) {
            return counted;
        }
        Watch watch = observing.watch().judged(valid, failures, limit);
        return counted.with(new Phase.Observing(observing.stage(), observing.weight(), watch));
    }

    private static RolloutState breached(RolloutState state, Fact.MetricsBreached f, Meta meta) {
        Map<Name, Trouble> troubles = new HashMap<>(state.troubles());
        if (state.goingUp()) {
            troubles.put(
                    f.trigger(),
                    new Trouble(
                            f.trigger(), f.of(), f.occurrence(), f.reaction(), meta.time(), f.readAt(), f.reading()));
        }
        RolloutState next = state.withTroubles(troubles);
        return f.reaction() == Reaction.ALERT ? next : next.withStage(stage -> stage.judged(List.of(f.reading())));
    }

    private static RolloutState recovered(RolloutState state, Fact.HealthRecovered f) {
        Map<Name, Trouble> troubles = new HashMap<>(state.troubles());
        troubles.remove(f.trigger());
        return state.withTroubles(troubles);
    }

    /** Of several answers about one attempt the first counts, and none after the attempt has ended. */
    private static RolloutState checked(RolloutState state, Fact.ChecksJudged f) {
        return state.step(f.step())
                .filter(story -> story.running()
                        && story.version() == f.of()
                        && story.judged().isEmpty())
                .map(story -> state.withStep(f.step(), story.judged(f.result(), f.sentence())))
                .orElse(state);
    }

    /**
     * Takes effect by itself: stable gets everything, whatever else is going on. Of several requests the first counts; one
     * that comes after the old version was let go comes too late.
     */
    private static RolloutState requested(TargetState target, RolloutState state, Fact.RollbackRequested f, Meta meta) {
        if (state.closing()) {
            return state;
        }
        RolloutState asked = state.rollback().isPresent()
                ? state
                : state.withRollback(RollbackStory.requested(f.of(), f.trigger(), f.by(), meta.time()));
        return asked.finished() ? asked : restoring(target, asked, f, meta);
    }

    private static RolloutState restoring(TargetState target, RolloutState state, Fact.RollbackRequested f, Meta meta) {
        String reason = f.by().reason().isEmpty() ? f.trigger() : f.by().reason();
        return LifecycleFold.restoring(
                state, Phase.RestoreKind.ROLLBACK, target.gate().version(), reason, meta.time());
    }

    /** The first request counts: what it began is under way. */
    private static RollbackStory asked(RollbackStory story, Fact.ShutdownRequested f, Meta meta) {
        return story.shutdown().isPresent()
                ? story
                : story.shutdown(ShutdownStory.requested(meta.time(), f.workloads()));
    }

    private static RolloutState data(RolloutState state, DataFact fact, Meta meta) {
        return switch (fact) {
            case DataFact.BackupTaken f -> backup(state, f.store(), BackupStory.of(f));
            case DataFact.BackupFailed f -> backup(state, f.store(), BackupStory.of(f));
            case DataFact.RestoreProposed f -> store(state, f, story -> story.proposed(meta.time(), f.discards()));
            case DataFact.RestoreDecided f ->
                store(state, f, story -> story.decided(f.decision(), f.by(), meta.time()));
            case DataFact.WritesPaused f -> store(state, f, story -> story.paused(meta.time()));
            case DataFact.DataRestored f -> store(state, f, story -> story.restored(meta.time(), f.checks()));
            case DataFact.DataRestoreFailed f -> store(state, f, story -> story.failed(f.reason(), f.writesPaused()));
            case DataFact.WritesResumed f -> store(state, f, story -> story.resumed(meta.time()));
        };
    }

    /** Of several outcomes the first counts: it is what the start was decided on. */
    private static RolloutState backup(RolloutState state, Name store, BackupStory story) {
        if (state.backups().containsKey(store)) {
            return state;
        }
        Map<Name, BackupStory> known = new HashMap<>(state.backups());
        known.put(store, story);
        return state.withBackups(known);
    }

    private static RolloutState store(RolloutState state, DataFact fact, UnaryOperator<RestoreStory> change) {
        return rollback(state, story -> story.data(fact.store(), change));
    }

    private static RolloutState rollback(RolloutState state, UnaryOperator<RollbackStory> change) {
        return state.rollback()
                .map(story -> state.withRollback(change.apply(story)))
                .orElse(state);
    }
}
