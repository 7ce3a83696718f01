package dev.sluice.traffic.effects;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Where router calls get their threads and the alarms that end them: real ones, or those of a test whose time is virtual. */
interface Workers {
    Thread start(String name, Runnable call);

    /** Rings after the limit, on whatever thread, unless it is cancelled by running the answer. */
    Runnable alarm(Duration limit, Runnable ring);

    static Workers virtualThreads() {
        ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("sluice-alarms").daemon(true).unstarted(task));
        return new Workers() {
            @Override
            public Thread start(String name, Runnable call) {
                return Thread.ofVirtual().name(name).start(call);
            }

            @Override
            public Runnable alarm(Duration limit, Runnable ring) {
                ScheduledFuture<?> alarm = alarms.schedule(ring, limit.toMillis(), TimeUnit.MILLISECONDS);
                return () -> alarm.cancel(false);
            }
        };
    }
}
