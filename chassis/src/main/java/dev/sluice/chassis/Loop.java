package dev.sluice.chassis;

import java.time.Duration;

/**
 * The one thread on which a service decides: everything that is posted runs one after the other, so state needs no lock.
 * What is posted never blocks; a task that runs for 5 s ends the process, and so does one that throws, since both are
 * bugs that a restart survives and a wrong state does not.
 */
public interface Loop {
    void post(Runnable task);

    /** Runs the task once after the delay, unless it is cancelled. */
    Timer after(Duration delay, Runnable task);

    /** Monotonic time, in nanoseconds from an arbitrary origin. */
    long nanoTime();

    /** A task that waits. */
    interface Timer {
        void cancel();
    }
}
