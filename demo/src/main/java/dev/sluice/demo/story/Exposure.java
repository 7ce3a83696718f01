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
 */
record Exposure(Instant firstBad, Instant lastReceived, Instant readAt, Instant breachAt, Instant restoredAt) {
    /**
     * How far the candidate's last request and the journal's restore may be apart. At 200 requests/s and 20% the
     * candidate gets a request every 25 ms; the restore is read back and appended after it was set; and the journal's
     * times are whole milliseconds.
     */
    static final Duration TOLERANCE = Duration.ofMillis(250);

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

    boolean agrees() {
        return difference().abs().compareTo(TOLERANCE) <= 0;
    }
}
