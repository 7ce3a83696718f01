package dev.sluice.events.story;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.value.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rollback as far as rollback-service has come with it.
 *
 * @param of the version that its facts speak of
 * @param completed present when the procedure is done; {@code failed} when it can't be
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RollbackStory(
        long of,
        String trigger,
        Requester by,
        Instant requestedAt,
        Optional<Instant> verifiedAt,
        List<Verification> checks,
        Optional<RollbackTimes> completed,
        Optional<String> failed) {
    static RollbackStory requested(long of, String trigger, Requester by, Instant at) {
        return new RollbackStory(of, trigger, by, at, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    RollbackStory verified(Instant at, List<Verification> seen) {
        return new RollbackStory(of, trigger, by, requestedAt, Optional.of(at), seen, completed, failed);
    }

    RollbackStory done(RollbackTimes times) {
        return new RollbackStory(of, trigger, by, requestedAt, verifiedAt, checks, Optional.of(times), failed);
    }

    RollbackStory failed(String reason, List<Verification> seen) {
        return new RollbackStory(of, trigger, by, requestedAt, verifiedAt, seen, completed, Optional.of(reason));
    }
}
