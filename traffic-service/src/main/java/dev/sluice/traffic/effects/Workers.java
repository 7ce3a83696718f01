package dev.sluice.traffic.effects;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where calls that block get their threads and their limits: real ones, or those of a world whose time is virtual. */
public interface Workers {
    /**
     * Runs the call elsewhere, and interrupts it when it has not returned within the limit. {@code done} hears what it
     * returned, on whatever thread.
     *
     * @return interrupts the call now, if it has not returned
     */
    <T> Runnable start(String name, Duration limit, Supplier<T> call, Consumer<T> done);

    /** Monotonic time, in nanoseconds from an arbitrary origin: for how long a call took. */
    long nanoTime();

    /** A virtual thread for each call. */
    static Workers virtualThreads() {
        ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("sluice-alarms").daemon(true).unstarted(task));
        return new Workers() {
            @Override
            public <T> Runnable start(String name, Duration limit, Supplier<T> call, Consumer<T> done) {
                ThreadCall<T> running = new ThreadCall<>(call, done);
                ScheduledFuture<?> alarm = alarms.schedule(running::interrupt, limit.toMillis(), TimeUnit.MILLISECONDS);
                running.whenOver(() -> alarm.cancel(false));
                Thread.ofVirtual().name(name).start(running);
                return running::interrupt;
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }
        };
    }
}
