package dev.sluice.testkit;

import dev.sluice.chassis.Loop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A loop whose time passes only when a test says so. What is due runs in the order of its time and then of its posting,
 * so the same test takes the same course each time. Not for several threads.
 */
public final class VirtualLoop implements Loop {
    /** A task that posts itself again without a delay would never let time pass. */
    private static final int TASKS_MAX = 1_000_000;

    private final PriorityQueue<Task> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::number));
    private long nanos;
    private long posted;

    private record Task(long dueNanos, long number, Runnable action) {}

    @Override
    public void post(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Task waits = new Task(nanos + Math.max(0, delay.toNanos()), posted++, task);
        waiting.add(waits);
        return () -> waiting.remove(waits);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    /** Runs what is due, and what that posts, until nothing is due any more; no time passes. */
    public void settle() {
        pass(Duration.ZERO);
    }

    /** Lets time pass and runs what becomes due, each task at its own time. */
    public void pass(Duration time) {
        long until = nanos + time.toNanos();
        int run = 0;
        while (!waiting.isEmpty() && waiting.peek().dueNanos() <= until) {
            if (++run > TASKS_MAX) {
                throw new AssertionError(
                        "more than " + TASKS_MAX + " tasks within " + time + ": a task repeats itself");
            }
            Task next = waiting.remove();
            nanos = Math.max(nanos, next.dueNanos());
            next.action().run();
        }
        nanos = until;
    }

    /** How many tasks wait, due or not. */
    public int waiting() {
        return waiting.size();
    }
}
