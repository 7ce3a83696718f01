package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the safety net did. */
public enum NetAction {
    @JsonProperty("hold")
    HOLD,
    @JsonProperty("release")
    RELEASE,
    @JsonProperty("restore")
    RESTORE
}
