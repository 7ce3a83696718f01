package dev.sluice.events.command;

import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Target;
import java.util.Optional;

/** A command with its id and target, as it travels. */
public record Commanded(EventId id, Target target, Optional<String> traceparent, Command command) {}
