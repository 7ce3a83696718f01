package dev.sluice.rollback.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.events.value.Name;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a step with a store has come.
 *
 * @param step what is done now, or was done last
 * @param done how much of it
 * @param total of how much; 0 when that is not known
 * @param since when the step began
 * @param outcome how it ended; absent while it runs
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Progress(
        Name store, Work work, String step, long done, long total, Instant since, Optional<String> outcome) {
    /** What is done with a store. */
    public enum Work {
        @JsonProperty("backup")
        BACKUP("backup"),
        @JsonProperty("pause-writes")
        PAUSE_WRITES("pausing writes"),
        @JsonProperty("restore")
        RESTORE("restore"),
        @JsonProperty("resume-writes")
        RESUME_WRITES("resuming writes");

        private final String words;

        Work(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
