package dev.sluice.events.journal;

import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.RolloutId;
import java.time.Instant;
import java.util.List;

/** What rollback-service did to the data of a rollout, store by store. */
public sealed interface DataFact extends Fact {
    /** The store of the plan that it is about. */
    Name store();

    @Override
    default String occasion() {
        return store().text();
    }

    /** A backup was taken, read back and verified; {@code contents} is what it holds. */
    record BackupTaken(
            RolloutId rollout,
            long of,
            Name store,
            String backup,
            long bytes,
            List<Content> contents,
            Instant takenAt,
            Instant keptUntil,
            long tookMs)
            implements DataFact {
        public BackupTaken {
            Require.present("rollout", rollout);
            Require.present("store", store);
            Require.present("backup", backup);
            contents = Require.listOrEmpty(contents);
            Require.present("takenAt", takenAt);
            Require.present("keptUntil", keptUntil);
        }
    }

    /** There is no backup that could be verified: the start can't go on. */
    record BackupFailed(RolloutId rollout, long of, Name store, String reason) implements DataFact {
        public BackupFailed {
            Require.present("rollout", rollout);
            Require.present("store", store);
            Require.present("reason", reason);
        }
    }

    /** A person is asked whether to restore, which discards what was written since the backup. */
    record RestoreProposed(RolloutId rollout, long of, Name store, String backup, String discards) implements DataFact {
        public RestoreProposed {
            Require.present("rollout", rollout);
            Require.present("store", store);
            Require.present("backup", backup);
            Require.present("discards", discards);
        }
    }

    /** The answer: a person's, the plan's, or, when nobody answered in time, that of rollback-service. */
    record RestoreDecided(RolloutId rollout, long of, Name store, RestoreDecision decision, Requester by)
            implements DataFact {
        public RestoreDecided {
            Require.present("rollout", rollout);
            Require.present("store", store);
            Require.present("decision", decision);
            Require.present("by", by);
        }
    }

    /** Every hook has paused the writes. */
    record WritesPaused(RolloutId rollout, long of, Name store, List<String> hooks) implements DataFact {
        public WritesPaused {
            Require.present("rollout", rollout);
            Require.present("store", store);
            hooks = Require.listOrEmpty(hooks);
        }
    }

    /** Restored, and what is there now agrees with what the backup holds. */
    record DataRestored(RolloutId rollout, long of, Name store, String backup, List<Verification> checks, long tookMs)
            implements DataFact {
        public DataRestored {
            Require.present("rollout", rollout);
            Require.present("store", store);
            Require.present("backup", backup);
            checks = Require.listOrEmpty(checks);
        }
    }

    /** It could not be restored, or does not verify: writes stay paused if they were, the backup is kept. */
    record DataRestoreFailed(RolloutId rollout, long of, Name store, String reason, boolean writesPaused)
            implements DataFact {
        public DataRestoreFailed {
            Require.present("rollout", rollout);
            Require.present("store", store);
            Require.present("reason", reason);
        }
    }

    /** Every hook has let the writes go on, after what is there was verified. */
    record WritesResumed(RolloutId rollout, long of, Name store) implements DataFact {
        public WritesResumed {
            Require.present("rollout", rollout);
            Require.present("store", store);
        }
    }
}
