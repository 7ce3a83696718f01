package dev.sluice.events.journal;

import dev.sluice.events.value.RolloutId;
import java.util.Optional;

/**
 * Something that has happened to a target, as it stands in the journal. {@link Lifecycle} events come from
 * traffic-service, are numbered, and move a rollout from state to state; {@link Fact facts} come from the others and say
 * what they saw or want.
 */
public sealed interface JournalEvent permits Lifecycle, Fact {
    /** The rollout that it is about; empty only for a refusal of a command that named none. */
    Optional<RolloutId> about();
}
