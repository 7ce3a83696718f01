package dev.sluice.health.domain;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The times of the samples that were counted last. Two with one time are the same sample, and they need not follow each
 * other: of two replicas of a Prometheus each may answer in turn, and what was pushed may be sent again later.
 */
record Seen(List<Instant> times) {
    static final Seen NONE = new Seen(List.of());
    /** More than the servers that can stand behind one address. */
    private static final int KEPT = 8;

    boolean has(Instant time) {
        return times.contains(time);
    }

    Seen with(Instant time) {
        return has(time)
                ? this
                : new Seen(Stream.concat(Stream.of(time), times.stream())
                        .limit(KEPT)
                        .toList());
    }
}
