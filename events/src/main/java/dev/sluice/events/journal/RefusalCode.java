package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a command that could be read was not carried out. */
public enum RefusalCode {
    @JsonProperty("target-busy")
    TARGET_BUSY,
    @JsonProperty("no-such-rollout")
    NO_SUCH_ROLLOUT,
    @JsonProperty("not-now")
    NOT_NOW,
    @JsonProperty("key-reused")
    KEY_REUSED,
    @JsonProperty("bad-plan")
    BAD_PLAN,
    @JsonProperty("router-cannot")
    ROUTER_CANNOT,
    @JsonProperty("superseded")
    SUPERSEDED
}
