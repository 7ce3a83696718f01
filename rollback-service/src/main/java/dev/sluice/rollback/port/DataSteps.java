package dev.sluice.rollback.port;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Data;
import dev.sluice.events.plan.Store;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The steps that a rollout and its rollback take with one store. Each may be asked for at any time and any number of
 * times: a step that runs is joined, one that a crash ended goes on from what is on disk and in the store, and one that
 * was done is looked at and answered again. No stage fails: what goes wrong is an outcome, with its reason. Stages
 * complete on a thread of their own, within the plan's time limits, and only one step of a store runs at a time.
 *
 * <p>The order is the caller's: backup before the rollout starts; pauseWrites, restore, resumeWrites in a rollback.
 * Resume writes after {@link Restored.Verified} only; after {@link Restored.Failed} they stay paused and the backup is
 * kept.
 */
public interface DataSteps {
    /** Takes a backup, reads it back and verifies it; one of this rollout that is there and verified is the answer. */
    CompletionStage<Backed> backup(Errand errand);

    /** Pauses every hook of the store, in the plan's order, and reads back that it is so where that can be read. */
    CompletionStage<Writes> pauseWrites(Errand errand);

    /** Restores a backup and verifies what the store then holds against the backup's contents. */
    CompletionStage<Restored> restore(Errand errand, String backup);

    /** Resumes every hook, the last that was paused first. */
    CompletionStage<Writes> resumeWrites(Errand errand);

    /** Interrupts what runs for this rollout, for instance because another instance acts for its target now. */
    void cancel(RolloutId rollout);

    /** Which store, of which rollout, by which limits. */
    record Errand(Target target, RolloutId rollout, Data data, Store store) {}

    /** What became of a backup. */
    sealed interface Backed {
        /**
         * @param backup its id
         * @param bytes its size on disk
         * @param contents what the store held in the moment of the backup
         */
        record Taken(String backup, long bytes, List<Content> contents, Instant takenAt, Instant keptUntil, long tookMs)
                implements Backed {
            public Taken {
                contents = List.copyOf(contents);
            }
        }

        /** There is no backup, or none that could be verified, which is the same. */
        record Failed(String reason) implements Backed {}
    }

    /** What became of a pause or of a resume. */
    sealed interface Writes {
        /** Every one of these hooks did it; none is an answer too. */
        record Done(List<String> hooks) implements Writes {
            public Done {
                hooks = List.copyOf(hooks);
            }
        }

        /** At least one did not; the others are as they were asked to be. */
        record Failed(String reason) implements Writes {}
    }

    /** What became of a restore. */
    sealed interface Restored {
        /** The store holds what the backup holds, and every check says so. */
        record Verified(List<Content> contents, List<Verification> checks, long tookMs) implements Restored {
            public Verified {
                contents = List.copyOf(contents);
                checks = List.copyOf(checks);
            }
        }

        /** It is not restored, or could not be verified: writes must stay paused. The backup is kept. */
        record Failed(String reason) implements Restored {}
    }
}
