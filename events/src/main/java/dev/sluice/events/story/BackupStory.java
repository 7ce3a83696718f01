package dev.sluice.events.story;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.journal.DataFact;
import java.time.Instant;
import java.util.Optional;

/**
 * How the backup of one store went.
 *
 * @param backup which one it is; absent when it failed
 * @param keptUntil when it is deleted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BackupStory(
        Optional<String> backup, Optional<Instant> takenAt, Optional<Instant> keptUntil, Optional<String> failed) {
    static BackupStory of(DataFact.BackupTaken taken) {
        return new BackupStory(
                Optional.of(taken.backup()),
                Optional.of(taken.takenAt()),
                Optional.of(taken.keptUntil()),
                Optional.empty());
    }

    static BackupStory of(DataFact.BackupFailed failed) {
        return new BackupStory(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(failed.reason()));
    }
}
