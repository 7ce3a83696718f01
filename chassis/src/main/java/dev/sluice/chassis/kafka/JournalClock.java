package dev.sluice.chassis.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The journal's time by partition: the newest append time read, plus the monotonic time since. No wall clock of this
 * machine takes part. Before anything was read in a partition, the newest time of any other serves. Safe for use by many
 * threads.
 *
 * <p>What was appended is read a little later, so of several readings the furthest is the best. It counts for half a
 * minute to a minute: a monotonic clock that runs too fast would otherwise gain on the broker's for as long as the process
 * lives, and shorten every stage by what it has gained.
 */
public final class JournalClock {
    private static final long KEPT_NANOS = Duration.ofSeconds(30).toNanos();
    private final Map<Integer, Partition> partitions = new ConcurrentHashMap<>();

    private record Reading(long epochMillis, long nanos) {
        Instant at(long now) {
            return Instant.ofEpochMilli(epochMillis).plusNanos(now - nanos);
        }

        Reading further(Reading other) {
            return other.at(nanos).isAfter(at(nanos)) ? other : this;
        }
    }

    /** One partition's time, which never runs backwards: while it is ahead of what is read, it stands still. */
    private static final class Partition {
        private Reading before;
        private Reading best;
        private long since;
        private Instant told = Instant.MIN;

        Partition(Reading first) {
            before = first;
            best = first;
            since = first.nanos();
        }

        synchronized void read(Reading reading) {
            if (reading.nanos() - since > KEPT_NANOS) {
                before = best;
                best = reading;
                since = reading.nanos();
            } else {
                best = best.further(reading);
            }
        }

        synchronized Instant now(long nanos) {
            Instant now = best.further(before).at(nanos);
            told = now.isAfter(told) ? now : told;
            return told;
        }
    }

    /** An append time was read now. */
    public void read(int partition, long epochMillis, long nanos) {
        Reading reading = new Reading(epochMillis, nanos);
        partitions.computeIfAbsent(partition, key -> new Partition(reading)).read(reading);
    }

    public Instant now(int partition, long nanos) {
        Partition own = partitions.get(partition);
        if (own != null) {
            return own.now(nanos);
        }
        return partitions.values().stream()
                .map(each -> each.now(nanos))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }
}
