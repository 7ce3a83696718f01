package dev.sluice.rollback.domain;

import dev.sluice.events.journal.Fact;

/** The next step of a rollback. */
public sealed interface Due {
    /** This fact belongs in the journal, and is not there yet. */
    record State(Fact fact) implements Due {}

    /** The switch is to be verified, for the version of the restore's outcome. */
    record Verify(long of) implements Due {}
}
