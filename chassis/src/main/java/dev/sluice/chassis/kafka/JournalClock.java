package dev.sluice.chassis.kafka;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The journal's time by partition: the newest append time read, plus the monotonic time since. No wall clock of this
 * machine takes part. Before anything was read in a partition, the newest time of any other serves.
 */
public final class JournalClock {
    private record Reading(long epochMillis, long nanos) {
        Instant at(long now) {
            return Instant.ofEpochMilli(epochMillis).plusNanos(now - nanos);
        }
    }

    private final ConcurrentMap<Integer, Reading> readings = new ConcurrentHashMap<>();

    /** An append time was read now. Time never runs backwards: what is not newer than the clock already says is passed over. */
    public void read(int partition, long epochMillis, long nanos) {
        readings.merge(
                partition,
                new Reading(epochMillis, nanos),
                (known, read) -> read.at(nanos).isAfter(known.at(nanos)) ? read : known);
    }

    public Instant now(int partition, long nanos) {
        Reading own = readings.get(partition);
        if (own != null) {
            return own.at(nanos);
        }
        return readings.values().stream()
                .map(reading -> reading.at(nanos))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }
}
