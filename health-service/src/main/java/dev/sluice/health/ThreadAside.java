package dev.sluice.health;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Aside of the loop of a running service: one platform thread, which begins 20 ms after it was asked to. By then a fact
 * that the same sample led to is in the journal, and did not share the way there.
 */
@Singleton
public class ThreadAside implements Aside {
    private static final Logger LOG = Logger.getLogger(ThreadAside.class);
    private static final long PATIENCE_MS = 20;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("sluice-aside").daemon(true).unstarted(task));

    @Override
    public void execute(Runnable task) {
        try {
            executor.schedule(() -> run(task), PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the service ends, a task is dropped", e);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task beside the loop failed, which is a bug", e);
        }
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }
}
