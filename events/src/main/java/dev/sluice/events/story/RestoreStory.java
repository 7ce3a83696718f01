package dev.sluice.events.story;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.journal.RestoreDecision;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.value.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One store's data in a rollback.
 *
 * @param discards what a restore would discard, for the person who is asked
 * @param failed why it could not be restored; {@code writesPaused} says whether writes still are
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreStory(
        Optional<Instant> proposedAt,
        Optional<String> discards,
        Optional<RestoreDecision> decision,
        Optional<Requester> decidedBy,
        Optional<Instant> decidedAt,
        Optional<Instant> writesPausedAt,
        Optional<Instant> restoredAt,
        List<Verification> checks,
        Optional<Instant> writesResumedAt,
        Optional<String> failed,
        boolean writesPaused) {
    static final RestoreStory NONE = new RestoreStory(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            false);

    /** Whether nothing more happens to this store: left as it is, or restored and written to again. */
    public boolean settled() {
        return decision.filter(each -> each == RestoreDecision.SKIP).isPresent() || writesResumedAt.isPresent();
    }

    /** Whether a person is being waited for. */
    public boolean asks() {
        return proposedAt.isPresent() && decision.isEmpty();
    }

    RestoreStory proposed(Instant at, String what) {
        return new RestoreStory(
                Optional.of(at),
                Optional.of(what),
                decision,
                decidedBy,
                decidedAt,
                writesPausedAt,
                restoredAt,
                checks,
                writesResumedAt,
                failed,
                writesPaused);
    }

    /** Of several answers the first counts. */
    RestoreStory decided(RestoreDecision answer, Requester by, Instant at) {
        return decision.isPresent()
                ? this
                : new RestoreStory(
                        proposedAt,
                        discards,
                        Optional.of(answer),
                        Optional.of(by),
                        Optional.of(at),
                        writesPausedAt,
                        restoredAt,
                        checks,
                        writesResumedAt,
                        failed,
                        writesPaused);
    }

    RestoreStory paused(Instant at) {
        return new RestoreStory(
                proposedAt,
                discards,
                decision,
                decidedBy,
                decidedAt,
                Optional.of(at),
                restoredAt,
                checks,
                writesResumedAt,
                failed,
                true);
    }

    RestoreStory restored(Instant at, List<Verification> seen) {
        return new RestoreStory(
                proposedAt,
                discards,
                decision,
                decidedBy,
                decidedAt,
                writesPausedAt,
                Optional.of(at),
                seen,
                writesResumedAt,
                failed,
                writesPaused);
    }

    RestoreStory resumed(Instant at) {
        return new RestoreStory(
                proposedAt,
                discards,
                decision,
                decidedBy,
                decidedAt,
                writesPausedAt,
                restoredAt,
                checks,
                Optional.of(at),
                failed,
                false);
    }

    RestoreStory failed(String reason, boolean paused) {
        return new RestoreStory(
                proposedAt,
                discards,
                decision,
                decidedBy,
                decidedAt,
                writesPausedAt,
                restoredAt,
                checks,
                writesResumedAt,
                Optional.of(reason),
                paused);
    }
}
