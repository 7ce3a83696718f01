package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a stage can't succeed any more. */
public enum StageFailure {
    @JsonProperty("validation-failed")
    VALIDATION_FAILED,
    @JsonProperty("deadline-passed")
    DEADLINE_PASSED,
    @JsonProperty("router-refused")
    ROUTER_REFUSED,
    /** A workload that gets traffic, or is to get it, crashes or is not there. */
    @JsonProperty("workload-broken")
    WORKLOAD_BROKEN,
    /** A step before the stage failed as often as it may. */
    @JsonProperty("step-failed")
    STEP_FAILED,
    @JsonProperty("unreadable-record")
    UNREADABLE_RECORD
}
