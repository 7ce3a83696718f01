package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a start does while another rollout of the same target is open. */
public enum OnConflict {
    /** It is refused. */
    @JsonProperty("refuse")
    REFUSE,
    /** It waits for the open one to end. */
    @JsonProperty("queue")
    QUEUE,
    /** It aborts the open one, which first gives stable everything back, and then starts. */
    @JsonProperty("supersede")
    SUPERSEDE
}
