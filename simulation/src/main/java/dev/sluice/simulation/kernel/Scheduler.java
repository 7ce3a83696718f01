package dev.sluice.simulation.kernel;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * The one scheduler of a world: what is due runs in the order of its time and then of its being scheduled, in the thread
 * that lets time pass. So the same world takes the same course each time.
 */
public final class Scheduler {
    private final PriorityQueue<Task> waiting = new PriorityQueue<>();
    private long now;
    private long scheduled;

    /** Something that waits for its time. */
    public static final class Task implements Comparable<Task> {
        private final long due;
        private final long number;
        private final Runnable action;
        private boolean cancelled;

        private Task(long due, long number, Runnable action) {
            this.due = due;
            this.number = number;
            this.action = action;
        }

        /** It won't run. */
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** Nanoseconds since the world began. */
    public long now() {
        return now;
    }

    public Task after(Duration delay, Runnable action) {
        return at(now + delay.toNanos(), action);
    }

    /** A moment that has passed is now. */
    public Task at(long nanos, Runnable action) {
        Task task = new Task(Math.max(now, nanos), scheduled++, action);
        waiting.add(task);
        return task;
    }

    /** Runs what is due next, unless that is later than this moment; false when nothing was. */
    public boolean step(long until) {
        Task next = waiting.peek();
        if (next == null || next.due > until) {
            now = Math.max(now, until);
            return false;
        }
        waiting.remove();
        now = next.due;
        if (!next.cancelled) {
            next.action.run();
        }
        return true;
    }

    /** How many tasks were scheduled so far. */
    public long scheduled() {
        return scheduled;
    }
}
