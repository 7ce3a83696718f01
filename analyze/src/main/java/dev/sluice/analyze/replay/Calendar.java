package dev.sluice.analyze.replay;

import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.kernel.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** Virtual time as the time of the recording: the candidate gets its first traffic at the moment from which it is judged. */
final class Calendar {
    private final Scheduler scheduler;
    private final Instant from;
    private long originNanos = -1;

    Calendar(Scheduler scheduler, Instant from) {
        this.scheduler = scheduler;
        this.from = from;
    }

    /** The candidate gets its first traffic now. */
    void begin() {
        if (!begun()) {
            originNanos = scheduler.now();
        }
    }

    boolean begun() {
        return originNanos >= 0;
    }

    Instant now() {
        return begun() ? from.plusNanos(scheduler.now() - originNanos) : from;
    }

    /** What the journal calls this moment, in the recording's time. */
    Instant of(Instant journal) {
        return from.plus(Duration.between(Broker.EPOCH, journal)).minusNanos(Math.max(0, originNanos));
    }

    /** A moment of the recording, in the scheduler's nanoseconds. */
    long nanos(Instant moment) {
        return Math.max(0, originNanos) + Duration.between(from, moment).toNanos();
    }
}
