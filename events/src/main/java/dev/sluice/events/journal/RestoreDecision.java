package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a store gets its backup back. */
public enum RestoreDecision {
    @JsonProperty("restore")
    RESTORE,
    /** What is there stays, and the backup is kept for its time. */
    @JsonProperty("skip")
    SKIP
}
