package dev.sluice.traffic;

import dev.sluice.traffic.effects.EffectsRig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Real threads that take their turns: one begins when nothing else runs, and time goes on when each has ended or hangs
 * where the test made it hang. So router calls may block, and a test takes the same course each time.
 */
final class Threads implements EffectsRig.Threads {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private final Deque<Thread> ready = new ArrayDeque<>();
    private final List<Thread> begun = new ArrayList<>();
    private final ConcurrentLinkedQueue<Runnable> said = new ConcurrentLinkedQueue<>();
    private final Thread driver = Thread.currentThread();
    private final Predicate<Thread> hangs;

    /** @param hangs whether a thread waits for the test and for nothing else */
    Threads(Predicate<Thread> hangs) {
        this.hangs = hangs;
    }

    @Override
    public Thread start(Runnable call) {
        Thread thread = Thread.ofPlatform().daemon(true).unstarted(call);
        synchronized (ready) {
            ready.addLast(thread);
        }
        return thread;
    }

    /** Runs the task in the test's own thread: now when this is it, or else in {@link #settle}. */
    void toDriver(Runnable task) {
        if (Thread.currentThread() == driver) {
            task.run();
        } else {
            said.add(task);
        }
    }

    /** Lets every thread do what it can. */
    void settle() {
        for (boolean more = true; more; ) {
            begun.forEach(this::quiet);
            begun.removeIf(thread -> !thread.isAlive());
            for (Runnable task = said.poll(); task != null; task = said.poll()) {
                task.run();
            }
            Thread next;
            synchronized (ready) {
                next = ready.pollFirst();
            }
            more = next != null;
            if (next != null) {
                begun.add(next);
                next.start();
            }
        }
    }

    private void quiet(Thread thread) {
        long since = System.nanoTime();
        while (thread.isAlive() && (!hangs.test(thread) || thread.isInterrupted())) {
            if (System.nanoTime() - since > PATIENCE) {
                throw new AssertionError("a router call neither ends nor hangs where it should: " + thread);
            }
            LockSupport.parkNanos(20_000);
        }
    }
}
