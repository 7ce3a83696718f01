package dev.sluice.chassis;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The loop of a running service: one platform thread, and a watchdog that ends the process when it hangs. */
@Startup
@ApplicationScoped
public class ThreadLoop implements Loop {
    private static final Logger LOG = Logger.getLogger(ThreadLoop.class);
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int EXIT_BUG = 70;
    private final ScheduledThreadPoolExecutor executor;
    private final Thread watchdog;
    private volatile long taskSince;

    public ThreadLoop() {
        executor = new ScheduledThreadPoolExecutor(
                1, task -> Thread.ofPlatform().name("sluice-loop").daemon(true).unstarted(task));
        executor.setRemoveOnCancelPolicy(true);
        watchdog = Thread.ofPlatform().name("sluice-watchdog").daemon(true).start(this::watch);
    }

    @Override
    public void post(Runnable task) {
        try {
            executor.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("the loop has ended, a task is dropped", e);
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> future =
                    executor.schedule(() -> run(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("the loop has ended, a timer is dropped", e);
            return () -> {};
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    private void run(Runnable task) {
        taskSince = System.nanoTime();
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.fatal(
                    "a task of the loop failed, which is a bug: the process ends so that a restart reads the truth", e);
            Runtime.getRuntime().halt(EXIT_BUG);
        } finally {
            taskSince = 0;
        }
    }

    /** A process that was asleep as a whole is no hang: the watchdog must have seen the task twice while it was awake. */
    private void watch() {
        long suspect = 0;
        int seen = 0;
        while (!Thread.currentThread().isInterrupted()) {
            long since = taskSince;
            boolean late = since != 0 && System.nanoTime() - since > STUCK_NANOS;
            seen = late && since == suspect ? seen + 1 : 0;
            suspect = since;
            if (seen >= 2) {
                LOG.fatal("a task of the loop has not returned for 5 s: the process ends");
                Runtime.getRuntime().halt(EXIT_BUG);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @PreDestroy
    void close() {
        watchdog.interrupt();
        executor.shutdownNow();
    }
}
