package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which request of a person gives stable everything back. */
public enum RestoreCause {
    /** With rollback-service's procedure behind it. */
    @JsonProperty("rollback")
    ROLLBACK,
    /** Traffic alone. */
    @JsonProperty("abort")
    ABORT
}
