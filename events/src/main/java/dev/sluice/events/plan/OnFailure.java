package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What follows a step that failed as often as it may. */
public enum OnFailure {
    /** Stable gets everything; where nothing has moved so far, the rollout ends. */
    @JsonProperty("rollback")
    ROLLBACK,
    /** The rollout stands still until a person resumes it, which runs the step anew. */
    @JsonProperty("pause")
    PAUSE,
    /** The rollout goes on; people are told. */
    @JsonProperty("ignore")
    IGNORE
}
