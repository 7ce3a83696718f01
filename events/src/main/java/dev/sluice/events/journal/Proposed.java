package dev.sluice.events.journal;

import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Target;
import java.util.Optional;
import java.util.OptionalLong;

/** An event as it is sent to the journal, where it may still lose against another writer's. */
public record Proposed(EventId id, Target target, OptionalLong version, Optional<EventId> after, JournalEvent event) {}
