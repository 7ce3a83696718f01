package dev.sluice.demo.story;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a failing candidate had traffic, by three records that know nothing of each other: the load generator's, the
 * target's own, and the journal's. They are of one machine, so their times can be subtracted.
 *
 * @param firstBad when the load generator had the first bad answer
 * @param lastReceived when the candidate received its last request
 * @param readAt when health-service had read the sample that decided it
 * @param breachAt when the breach was in the journal
 * @param restoredAt when the journal had it that every router was read back with everything on stable
 * @param sentBetween how many requests the load generator sent after the candidate's last one and before the restore
 */
record Exposure(
        Instant firstBad,
        Instant lastReceived,
        Instant readAt,
        Instant breachAt,
        Instant restoredAt,
        long sentBetween) {
    /**
     * How far the candidate's last request and the journal's restore may be apart. At 200 requests/s and 20% the
     * candidate gets a request every 25 ms; the restore is read back and appended after it was set; and the journal's
     * times are whole milliseconds.
     */
    static final Duration TOLERANCE = Duration.ofMillis(250);

    /**
     * The same before the restore, in requests: what the load generator sends in that time. The candidate's record ends
     * where its last request does, so on a machine that lets the load generator stand still for a moment the record
     * ends early though the candidate had its share until the restore.
     */
    static final long TOLERATED_REQUESTS = Demo.REQUESTS_PER_SECOND * TOLERANCE.toMillis() / 1_000;

    /** What users felt: from the first bad answer to the candidate's last request. */
    Duration witnessed() {
        return Duration.between(firstBad, lastReceived);
    }

    /** From the first bad answer until the breach was in the journal: waiting for a scrape and for an evaluation. */
    Duration detection() {
        return Duration.between(firstBad, breachAt);
    }

    /** By the journal's append times alone. */
    Duration breachToRestored() {
        return Duration.between(breachAt, restoredAt);
    }

    /** From the sample in health-service's hands until every router was read back. */
    Duration readToRestored() {
        return Duration.between(readAt, restoredAt);
    }

    /** How much later the candidate's last request came than the journal's restore; negative when it came before. */
    Duration difference() {
        return Duration.between(restoredAt, lastReceived);
    }

    /** A request after the restore is never explained by a pause of the load generator; a gap before it may be. */
    boolean agrees() {
        Duration late = difference();
        return late.compareTo(TOLERANCE) <= 0
                && (late.negated().compareTo(TOLERANCE) <= 0 || sentBetween <= TOLERATED_REQUESTS);
    }
}
