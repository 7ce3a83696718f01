package dev.sluice.notifier;

import dev.sluice.chassis.Loop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A loop whose time passes only when it is told to: tasks run in the order of their time, then of their posting. */
public final class VirtualLoop implements Loop {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long numbers;

    private record Task(long at, long number, Runnable run) {}

    @Override
    public void post(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration delay, Runnable run) {
        Task task = new Task(now + delay.toNanos(), numbers++, run);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /** Runs what is due until the time has passed. */
    public void pass(Duration time) {
        long end = now + time.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            Task task = tasks.remove();
            now = task.at();
            task.run().run();
        }
        now = end;
    }
}
