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
    @JsonProperty("unreadable-record")
    UNREADABLE_RECORD
}
