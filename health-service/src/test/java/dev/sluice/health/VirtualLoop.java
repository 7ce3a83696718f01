package dev.sluice.health;

import dev.sluice.chassis.Loop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A loop in virtual time: what is due runs in order of time, then of posting, when it is told to. */
final class VirtualLoop implements Loop {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.comparingLong((Task task) -> task.at).thenComparingLong(task -> task.number));
    private long nanos;
    private long count;

    private static final class Task {
        private final long at;
        private final long number;
        private final Runnable run;
        private boolean cancelled;

        Task(long at, long number, Runnable run) {
            this.at = at;
            this.number = number;
            this.run = run;
        }
    }

    @Override
    public void post(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Task timed = new Task(nanos + delay.toNanos(), count++, task);
        tasks.add(timed);
        return () -> timed.cancelled = true;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    /** Runs all that is due now. */
    void run() {
        advance(Duration.ZERO);
    }

    /** Lets time pass as a task does that takes so long: what becomes due has to wait. */
    void busy(Duration time) {
        nanos += time.toNanos();
    }

    /** Lets time pass, and runs what becomes due at its time. */
    void advance(Duration time) {
        long until = nanos + time.toNanos();
        for (Task next = tasks.peek(); next != null && next.at <= until; next = tasks.peek()) {
            tasks.remove(next);
            nanos = Math.max(nanos, next.at);
            if (!next.cancelled) {
                next.run.run();
            }
        }
        nanos = until;
    }
}
