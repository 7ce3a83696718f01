package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a rollback does with a workload, once it is verified that it gets no traffic any more. */
public enum RetireAction {
    /** It stays, without an instance. */
    @JsonProperty("scale-to-zero")
    SCALE_TO_ZERO,
    /** It is removed. */
    @JsonProperty("delete")
    DELETE,
    /** It is not touched. */
    @JsonProperty("keep")
    KEEP
}
