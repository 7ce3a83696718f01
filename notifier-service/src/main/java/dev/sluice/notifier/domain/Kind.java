package dev.sluice.notifier.domain;

import java.util.Locale;

/** What a notice tells. Each kind has one template per language. */
public enum Kind {
    REQUESTED,
    QUEUED,
    START,
    STAGE_COMPLETE,
    STAGE_FAILED,
    /** For the last time: before that it is tried again. */
    STEP_FAILED,
    VALIDATION_FAILED,
    PAUSED,
    RESUMED,
    PROMOTED,
    PROMOTED_FULLY,
    BREACH,
    RECOVERED,
    RESTORE_ASKED,
    EMERGENCY,
    RESTORED,
    RESTORE_DELAYED,
    ROLLBACK_DONE,
    ROLLBACK_FAILED,
    /** Stable has all traffic, and what was to follow failed: a shut-down, or a restore of data. */
    ROLLBACK_UNFINISHED,
    NET_HOLD,
    NET_RELEASE,
    NET_RESTORE,
    DRIFT_FOUND,
    DRIFT_MENDED,
    REFUSED,
    UNREADABLE,
    BAKING,
    /** The old version is let go. */
    CLOSING,
    FROZEN,
    THAWED,
    RETIREMENT_DELAYED,
    BACKUP_FAILED,
    RESTORE_PROPOSED,
    RESTORE_DECIDED,
    DATA_RESTORED,
    DATA_RESTORE_FAILED,
    COMPLETE,
    ABORTED,
    ROLLED_BACK,
    FAILED,
    /** An incident is over because its rollout is: for machines that keep incidents, not for people. */
    RESOLVED,
    /** A channel could not be told. */
    CHANNEL_FAILED;

    /** The name of its template, e.g. {@code stage-complete}. */
    public String template() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
