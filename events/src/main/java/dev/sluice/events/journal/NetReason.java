package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why the safety net acted. */
public enum NetReason {
    /** A breach whose reaction is rollback, and no request followed within its limit. */
    @JsonProperty("breach-unanswered")
    BREACH_UNANSWERED,
    /** No fresh verdict arrived, whatever the cause. */
    @JsonProperty("verdicts-stale")
    VERDICTS_STALE,
    /** Verdicts arrive again. */
    @JsonProperty("verdicts-fresh")
    VERDICTS_FRESH,
    /** A restore was found latched at a router that the journal did not know of. */
    @JsonProperty("latch-found")
    LATCH_FOUND,
    /** A journal record of the target could not be read. */
    @JsonProperty("journal-unreadable")
    JOURNAL_UNREADABLE,
    /** The rollout was open for longer than any may be. */
    @JsonProperty("open-too-long")
    OPEN_TOO_LONG
}
