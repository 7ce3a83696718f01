package dev.sluice.traffic.haproxy;

import java.time.Duration;

/** The moment at which one operation must have ended, however many connections it takes. Monotonic. */
record Deadline(long nanoTime) {
    static Deadline after(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** Whole milliseconds that are left, rounded up; zero or less when there are none. */
    long millisLeft() {
        return Math.ceilDiv(nanoTime - System.nanoTime(), 1_000_000L);
    }
}
