package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a workload runs. */
public enum Role {
    /** The first few instances of the new version. */
    @JsonProperty("canary")
    CANARY,
    /** The new version in full size. */
    @JsonProperty("green")
    GREEN,
    /** The version that ran before, and runs again after a rollback: none shuts it down. */
    @JsonProperty("stable")
    STABLE
}
