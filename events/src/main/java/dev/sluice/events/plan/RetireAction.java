package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a workload is shut down, once it is certain that it is not needed any more. */
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
