package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Target;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where and when an accepted record stands in the journal.
 *
 * @param version the target's version, for a lifecycle event
 * @param time the append time given by the broker; the only time that decides
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Meta(
        EventId id,
        String type,
        Target target,
        OptionalLong version,
        Optional<EventId> after,
        String source,
        Instant time,
        int partition,
        long offset,
        Optional<String> traceparent) {}
