package dev.sluice.rollback.domain;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.RestoreDecision;
import dev.sluice.events.plan.Data;
import dev.sluice.events.plan.OnRollback;
import dev.sluice.events.plan.Store;
import dev.sluice.events.story.BackupStory;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RestoreStory;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is due with the data of a rollout: a backup of each store before it starts, and after its rollback what the plan
 * says, store by store in the plan's order. Looks at levels, as {@link Procedure} does.
 */
final class DataProcedure {
    private static final String ROLLBACK = "rollback-service";

    private DataProcedure() {}

    /** One backup at a time; after one that failed none is taken, since the start fails with it. */
    static Optional<Due> backup(RolloutState rollout) {
        boolean failed = rollout.backups().values().stream()
                .anyMatch(story -> story.failed().isPresent());
        if (failed || !(rollout.phase() instanceof Phase.Requested requested)) {
            return Optional.empty();
        }
        return stores(rollout).stream()
                .filter(store -> !rollout.backups().containsKey(store.name()))
                .findFirst()
                .map(store -> new Due.Backup(store, requested.version()));
    }

    /** Every question is asked before any answer is waited for; restores come one after the other. */
    static Optional<Due> next(RolloutState rollout, RollbackStory story, long of, Instant now) {
        List<Store> saved = stores(rollout).stream()
                .filter(store -> saved(rollout, store).isPresent())
                .filter(store -> !story.data(store.name()).settled())
                .filter(store -> policy(rollout, store) != OnRollback.NEVER)
                .toList();
        return saved.stream()
                .flatMap(store -> ask(rollout, story, store, of).stream())
                .findFirst()
                .or(() -> saved.stream().findFirst().map(store -> step(rollout, story, store, of, now)));
    }

    /** A person's answer as a fact; empty when nobody was asked, or somebody has answered. */
    static Optional<Fact> onAnswer(RolloutState rollout, Command.DecideRestore answer) {
        return rollout.phase() instanceof Phase.Restored restored
                ? rollout.rollback()
                        .filter(story -> story.data(answer.store()).asks())
                        .map(story -> new DataFact.RestoreDecided(
                                rollout.id(), restored.version(), answer.store(), answer.decision(), answer.by()))
                : Optional.empty();
    }

    private static Optional<Due> ask(RolloutState rollout, RollbackStory story, Store store, long of) {
        RestoreStory known = story.data(store.name());
        if (known.decision().isPresent() || known.proposedAt().isPresent()) {
            return Optional.empty();
        }
        BackupStory backup = saved(rollout, store).orElseThrow();
        Fact fact = policy(rollout, store) == OnRollback.AUTO
                ? decided(rollout, store, of, RestoreDecision.RESTORE, "the plan says: auto")
                : new DataFact.RestoreProposed(
                        rollout.id(),
                        of,
                        store.name(),
                        backup.backup().orElseThrow(),
                        "everything written to " + store.name() + " since "
                                + backup.takenAt().orElseThrow());
        return Optional.of(new Due.State(fact));
    }

    private static Due step(RolloutState rollout, RollbackStory story, Store store, long of, Instant now) {
        RestoreStory known = story.data(store.name());
        if (known.failed().isPresent()) {
            return new Due.State(new Fact.RollbackFailed(
                    rollout.id(),
                    of,
                    "the data of " + store.name() + " were not restored: "
                            + known.failed().get(),
                    story.checks()));
        }
        if (known.decision().isEmpty()) {
            return waiting(rollout, known, store, of, now);
        }
        if (known.writesPausedAt().isEmpty()) {
            return new Due.PauseWrites(store, of);
        }
        String backup = saved(rollout, store).flatMap(BackupStory::backup).orElseThrow();
        return known.restoredAt().isEmpty() ? new Due.Restore(store, of, backup) : new Due.ResumeWrites(store, of);
    }

    /** Nobody's silence discards what users wrote. */
    private static Due waiting(RolloutState rollout, RestoreStory asked, Store store, long of, Instant now) {
        Data data = rollout.plan().data().orElseThrow();
        Instant until =
                asked.proposedAt().orElseThrow().plus(data.answerWithin().duration());
        return now.isBefore(until)
                ? new Due.Wait(until)
                : new Due.State(decided(
                        rollout, store, of, RestoreDecision.SKIP, "nobody answered within " + data.answerWithin()));
    }

    private static Fact decided(RolloutState rollout, Store store, long of, RestoreDecision decision, String why) {
        return new DataFact.RestoreDecided(rollout.id(), of, store.name(), decision, new Requester(ROLLBACK, why));
    }

    /** After completion a person is always asked: users have written for longer, and trust what they wrote. */
    private static OnRollback policy(RolloutState rollout, Store store) {
        boolean asks = rollout.bakingSince().isPresent() && store.onRollback() == OnRollback.AUTO;
        return asks ? OnRollback.ASK : store.onRollback();
    }

    private static Optional<BackupStory> saved(RolloutState rollout, Store store) {
        return Optional.ofNullable(rollout.backups().get(store.name()))
                .filter(story -> story.backup().isPresent());
    }

    private static List<Store> stores(RolloutState rollout) {
        return rollout.plan().data().map(Data::stores).orElse(List.of());
    }
}
