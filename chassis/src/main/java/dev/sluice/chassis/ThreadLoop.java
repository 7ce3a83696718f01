package dev.sluice.chassis;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The loop of a running service: one platform thread, and a watchdog that ends the process when it hangs. */
@Startup
@Singleton
public class ThreadLoop implements Loop {
    private static final Logger LOG = Logger.getLogger(ThreadLoop.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int EXIT_BUG = 70;
    private final ScheduledThreadPoolExecutor executor;
    private final Thread watchdog;
    private volatile long taskSince;
    private volatile @Nullable Thread worker;

    public ThreadLoop() {
        executor = new ScheduledThreadPoolExecutor(1, this::worker);
        executor.setRemoveOnCancelPolicy(true);
        watchdog = Thread.ofPlatform().name("sluice-watchdog").daemon(true).start(this::watch);
    }

    private Thread worker(Runnable work) {
        Thread thread = Thread.ofPlatform().name("sluice-loop").daemon(true).unstarted(work);
        worker = thread;
        return thread;
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

    private void watch() {
        HangCheck check = new HangCheck();
        while (!Thread.currentThread().isInterrupted()) {
            Thread thread = worker;
            if (thread != null
                    && check.hangs(taskSince, System.nanoTime(), THREADS.getThreadCpuTime(thread.threadId()))) {
                LOG.fatalf(
                        "a task of the loop has not returned for 5 s: the process ends. It is at%n%s",
                        Stream.of(thread.getStackTrace()).map(String::valueOf).collect(Collectors.joining("\n")));
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
