package dev.sluice.cli.command;

import java.time.Duration;

/** A moment in the future of the monotonic clock. */
final class Deadline {
    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left of it; zero when it has passed. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    boolean passed() {
        return left().isZero();
    }

    /** The shorter of what is left and this time. */
    Duration leftAtMost(Duration time) {
        return left().compareTo(time) < 0 ? left() : time;
    }
}
