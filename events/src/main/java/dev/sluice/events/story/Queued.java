package dev.sluice.events.story;

import dev.sluice.events.journal.Lifecycle.RolloutQueued;
import dev.sluice.events.value.RolloutId;

/** A start that waits for the open rollout to end. */
public record Queued(RolloutQueued start, Anchor anchor) {
    public RolloutId id() {
        return start.rollout();
    }
}
