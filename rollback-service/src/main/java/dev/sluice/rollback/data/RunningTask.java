package dev.sluice.rollback.data;

import dev.sluice.events.value.Name;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A step with a store while it runs. Once stopped it fails at its next sign of life, and what it blocks on is ended. */
final class RunningTask implements Task {
    private final Name store;
    private final Progress.Work work;
    private final InstantSource clock;
    private final Consumer<Progress> told;
    private final AtomicLong done = new AtomicLong();
    private final Set<Runnable> endings = new LinkedHashSet<>();
    private String step = "waiting";
    private long total;
    private Instant since;
    private @Nullable String stopped;
    private Optional<String> outcome = Optional.empty();

    RunningTask(Name store, Progress.Work work, InstantSource clock, Consumer<Progress> told) {
        this.store = store;
        this.work = work;
        this.clock = clock;
        this.told = told;
        this.since = clock.instant();
    }

    @Override
    public void step(String name, long amount) throws StoreFailure {
        Progress now;
        synchronized (this) {
            refuseIfStopped();
            step = name;
            total = amount;
            since = clock.instant();
            done.set(0);
            now = progress();
        }
        told.accept(now);
    }

    @Override
    public void done(long more) throws StoreFailure {
        done.addAndGet(more);
        synchronized (this) {
            refuseIfStopped();
        }
    }

    @Override
    public Cleared onStop(Runnable action) throws StoreFailure {
        // A wrapper, so that the same action given twice is two wishes.
        Runnable ending = () -> action.run();
        synchronized (this) {
            if (stopped == null) {
                endings.add(ending);
                return () -> forget(ending);
            }
        }
        action.run();
        throw failure();
    }

    private synchronized void forget(Runnable ending) {
        endings.remove(ending);
    }

    /** Ends it; the first reason counts. */
    void stop(String reason) {
        List<Runnable> all;
        synchronized (this) {
            if (stopped != null) {
                return;
            }
            stopped = reason;
            all = new ArrayList<>(endings);
            endings.clear();
            notifyAll();
        }
        all.forEach(Runnable::run);
    }

    /** Waits, unless it is stopped meanwhile. */
    synchronized void rest(Duration pause) throws StoreFailure {
        long until = System.nanoTime() + pause.toNanos();
        try {
            for (long left = pause.toMillis(); left > 0; left = (until - System.nanoTime()) / 1_000_000) {
                refuseIfStopped();
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreFailure.passing("stopped", e);
        }
    }

    synchronized boolean isStopped() {
        return stopped != null;
    }

    /** Why it was stopped, for people. */
    synchronized String stoppedBecause() {
        return stopped == null ? "" : stopped + " (it was " + step + ")";
    }

    void ended(String how) {
        Progress last;
        synchronized (this) {
            outcome = Optional.of(how);
            last = progress();
        }
        told.accept(last);
    }

    synchronized Progress progress() {
        long amount = done.get();
        return new Progress(store, work, step, total > 0 ? Math.min(amount, total) : amount, total, since, outcome);
    }

    private void refuseIfStopped() throws StoreFailure {
        if (stopped != null) {
            throw failure();
        }
    }

    private synchronized StoreFailure failure() {
        return StoreFailure.passing(String.valueOf(stopped), new CancellationException());
    }
}
