package dev.sluice.traffic.readback;

import java.time.Duration;

/** The moment at which one operation must have ended, however many requests it takes. Monotonic. */
public record Deadline(long nanoTime) {
    public static Deadline after(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** What is left; zero or less when there is nothing. */
    public Duration left() {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }
}
