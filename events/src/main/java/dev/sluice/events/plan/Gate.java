package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who must agree at the end of a stage. */
public enum Gate {
    /** Time and health alone. */
    @JsonProperty("none")
    NONE,
    /** A person, by {@code promote}. */
    @JsonProperty("manual")
    MANUAL
}
