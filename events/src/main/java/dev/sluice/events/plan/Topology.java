package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the routers of one plan stand to each other. Two that split the same request would multiply their shares. */
public enum Topology {
    /** Traffic enters by each of them on its own: all split. */
    @JsonProperty("entrances")
    ENTRANCES,
    /** One stands behind the other: exactly one, marked {@code splits: true}, splits; the others are left alone. */
    @JsonProperty("chain")
    CHAIN
}
