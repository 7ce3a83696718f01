package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a breach does, mildest first. */
public enum Reaction {
    @JsonProperty("alert")
    ALERT,
    @JsonProperty("pause")
    PAUSE,
    @JsonProperty("rollback")
    ROLLBACK
}
