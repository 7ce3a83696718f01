package dev.sluice.notifier.report;

import dev.sluice.events.journal.Recorded;
import dev.sluice.events.story.RolloutState;
import java.time.Instant;
import java.util.List;

/** All that a report is made from: a rollout as it stands, and its events in order. */
public record Chronicle(RolloutState rollout, List<Recorded> events) {
    public Chronicle {
        events = List.copyOf(events);
    }

    /** The append time of the newest event, or of the request. */
    Instant upTo() {
        return events.isEmpty()
                ? rollout.requestedAt()
                : events.getLast().meta().time();
    }
}
