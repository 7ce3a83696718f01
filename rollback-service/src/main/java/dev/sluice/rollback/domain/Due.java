package dev.sluice.rollback.domain;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.plan.Store;
import java.time.Instant;

/** The next step of a rollback, or of the start before it. */
public sealed interface Due {
    /** This fact belongs in the journal, and is not there yet. */
    record State(Fact fact) implements Due {}

    /** The switch is to be verified, for the version of the restore's outcome. */
    record Verify(long of) implements Due {}

    /** Nothing before this moment of the journal's time, unless something is read. */
    record Wait(Instant until) implements Due {}

    /** Something is to be done with a store; {@code of} is the version that the fact about its outcome speaks of. */
    sealed interface WithStore extends Due {
        Store store();

        long of();
    }

    record Backup(Store store, long of) implements WithStore {}

    record PauseWrites(Store store, long of) implements WithStore {}

    record Restore(Store store, long of, String backup) implements WithStore {}

    record ResumeWrites(Store store, long of) implements WithStore {}
}
