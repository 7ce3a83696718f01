package dev.sluice.events.journal;

import dev.sluice.events.value.EventId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * First writer wins. Every reader keeps one gate per target and asks it before the event's type is even looked at, so
 * that all readers agree on the same history with no lock: a lifecycle record is accepted only if it has the next
 * version and was decided on the newest accepted one.
 *
 * @param version of the newest accepted lifecycle event; 0 before the first
 * @param last its id; empty before the first
 */
public record VersionGate(long version, Optional<EventId> last) {
    public static final VersionGate NEW = new VersionGate(0, Optional.empty());

    /** Whether a record with these headers comes next. A record without a version is a fact, which the gate lets by. */
    public boolean admits(OptionalLong offered, Optional<EventId> after) {
        return offered.isEmpty() || (offered.getAsLong() == version + 1 && after.equals(last));
    }

    /** The gate after an admitted record. */
    public VersionGate passed(OptionalLong accepted, EventId id) {
        return accepted.isEmpty() ? this : new VersionGate(accepted.getAsLong(), Optional.of(id));
    }
}
