package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What happens on the way up when somebody else changes a share. On the way back it is always set to nothing again; a
 * change is always told.
 */
public enum OnDrift {
    /** The share is set again. */
    @JsonProperty("mend")
    MEND,
    /** The other's share stays until the next stage. */
    @JsonProperty("respect")
    RESPECT
}
