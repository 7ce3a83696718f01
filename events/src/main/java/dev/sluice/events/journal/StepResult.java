package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How one attempt at a step ended. */
public enum StepResult {
    @JsonProperty("succeeded")
    SUCCEEDED,
    @JsonProperty("failed")
    FAILED
}
