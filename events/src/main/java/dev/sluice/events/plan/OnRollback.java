package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a rollback restores a store, which discards what was written since its backup. */
public enum OnRollback {
    @JsonProperty("never")
    NEVER,
    /** A person is asked, and without an answer nothing is restored. */
    @JsonProperty("ask")
    ASK,
    /** At once; after completion it counts as {@code ask}. */
    @JsonProperty("auto")
    AUTO
}
