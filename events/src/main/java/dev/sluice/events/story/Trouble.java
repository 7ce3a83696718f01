package dev.sluice.events.story;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Name;
import java.time.Instant;

/** A trigger that fires: since when, about which version, what it does. */
public record Trouble(
        Name trigger, long of, int occurrence, Reaction reaction, Instant at, Instant readAt, MetricReading reading) {}
