package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Require;
import java.time.Instant;
import java.util.Optional;

/** When what happened, by the journal's append times; {@code breachAt} is absent when no breach led to the rollback. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RollbackTimes(Optional<Instant> breachAt, Instant requestedAt, Instant restoredAt, Instant verifiedAt) {
    public RollbackTimes {
        breachAt = Require.orElse(breachAt, Optional.empty());
        Require.present("requestedAt", requestedAt);
        Require.present("restoredAt", restoredAt);
        Require.present("verifiedAt", verifiedAt);
    }
}
