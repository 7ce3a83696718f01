package dev.sluice.rollback.data;

import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.rollback.archive.BackupFolder;
import dev.sluice.rollback.port.DataSteps.Errand;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.rollback.task.Threads;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Where steps run: on threads of their own, one after the other per store, each with its time limit. A step that is asked
 * for while it runs is joined; one that was stopped and has not ended yet is begun anew, and works once that has ended.
 * What may pass is tried again for a while.
 */
public final class Lanes implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Lanes.class);
    private static final Duration FIRST_REST = Duration.ofMillis(250);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final DataSettings settings;
    private final ProgressBoard board;
    private final Consumer<Progress> told;
    private final ScheduledExecutorService limits = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("data-limits").factory());
    private final Map<Key, Running<?>> running = new HashMap<>();
    private final Map<Lane, Semaphore> lanes = new HashMap<>();

    private record Key(RolloutId rollout, Name store, Progress.Work work) {}

    private record Lane(Target target, Name store) {}

    private record Running<T>(RunningTask task, CompletableFuture<T> outcome) {}

    /** The work of a step; it blocks. */
    @FunctionalInterface
    interface Body<T> {
        T run(RunningTask task) throws StoreFailure;
    }

    /** One call that has a time limit of its own. */
    @FunctionalInterface
    interface Call {
        void run(Task task) throws StoreFailure;
    }

    /** @param told is called at every change of step, on the step's thread */
    public Lanes(DataSettings settings, ProgressBoard board, Consumer<Progress> told) {
        this.settings = settings;
        this.board = board;
        this.told = told;
    }

    @SuppressWarnings("unchecked")
    <T> CompletionStage<T> run(
            Errand errand, Progress.Work work, Duration limit, Body<? extends T> body, Function<String, T> failed) {
        Duration patience = work == Progress.Work.RESTORE ? limit : settings.patience();
        Key key = new Key(errand.rollout(), errand.store().name(), work);
        RunningTask task;
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Semaphore lane;
        Running<T> mine;
        synchronized (this) {
            Running<?> known = running.get(key);
            if (known != null && !known.task().isStopped()) {
                return (CompletableFuture<T>) known.outcome();
            }
            // Of one that was stopped nothing but its failure is to come; it holds the lane until its thread has ended.
            task = new RunningTask(errand.store().name(), work, settings.clock(), told);
            mine = new Running<>(task, outcome);
            running.put(key, mine);
            lane = lanes.computeIfAbsent(
                    new Lane(errand.target(), errand.store().name()), any -> new Semaphore(1, true));
        }
        board.add(errand.target(), errand.rollout(), task);
        start(() -> {
            T done = inLane(lane, errand, limit, task, each -> patiently(patience, each, body), failed);
            synchronized (this) {
                running.remove(key, mine);
            }
            outcome.complete(done);
        });
        return outcome;
    }

    private static Thread start(Runnable work) {
        Thread thread = Threads.DATA.newThread(work);
        thread.start();
        return thread;
    }

    private <T> T inLane(
            Semaphore lane,
            Errand errand,
            Duration limit,
            RunningTask task,
            Body<? extends T> body,
            Function<String, T> failed) {
        Thread thread = Thread.currentThread();
        String what = task.progress().work().words() + " of " + errand.store().name();
        ScheduledFuture<?> end = limits.schedule(
                () -> stop(task, thread, "not done within " + new dev.sluice.events.value.Span(limit)),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        boolean entered = false;
        try (Task.Cleared cleared = task.onStop(thread::interrupt)) {
            lane.acquire();
            entered = true;
            T done = body.run(task);
            task.ended("done");
            return done;
        } catch (StoreFailure e) {
            return failed(errand, what, task, e.reason(), e.left(), failed);
        } catch (InterruptedException e) {
            return failed(errand, what, task, "stopped", "", failed);
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s %s: %s failed by a bug", errand.target(), errand.rollout(), what);
            return failed(errand, what, task, "a bug of rollback-service: " + e, "", failed);
        } finally {
            end.cancel(false);
            if (entered) {
                lane.release();
            }
        }
    }

    private static void stop(RunningTask task, Thread thread, String reason) {
        task.stop(reason);
        thread.interrupt();
    }

    private static <T> T failed(
            Errand errand, String what, RunningTask task, String reason, String left, Function<String, T> failed) {
        String why = task.isStopped() ? task.stoppedBecause() + (left.isEmpty() ? "" : "; " + left) : reason;
        LOG.warnf("%s %s: %s failed: %s", errand.target(), errand.rollout(), what, why);
        task.ended("failed: " + why);
        return failed.apply(why);
    }

    /** Tries again what may pass, until patience ends. */
    private static <T> T patiently(Duration patience, RunningTask task, Body<? extends T> body) throws StoreFailure {
        long began = System.nanoTime();
        Duration rest = FIRST_REST;
        while (true) {
            long from = System.nanoTime();
            try {
                return body.run(task);
            } catch (StoreFailure e) {
                // What worked for long and then broke begins its patience anew.
                boolean workedForLong = System.nanoTime() - from > patience.toNanos();
                began = workedForLong ? System.nanoTime() : began;
                boolean over = System.nanoTime() - began > patience.toNanos();
                if (!e.isPassing() || over || task.isStopped()) {
                    throw e;
                }
                LOG.infof("tried again in %s: %s", rest, e.reason());
                rest(task, rest, e);
            }
            rest = rest.multipliedBy(2).compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest.multipliedBy(2);
        }
    }

    /** Whoever is stopped while it waits tells what it waited for. */
    private static void rest(RunningTask task, Duration rest, StoreFailure failure) throws StoreFailure {
        try {
            task.rest(rest);
        } catch (StoreFailure stopped) {
            throw stopped.leaving(failure.reason());
        }
    }

    /** Waits for another instance, which works on the store, until the step's own limit. */
    BackupFolder.Lock lock(BackupFolder folder, RunningTask task) throws StoreFailure {
        while (true) {
            try {
                return folder.lock();
            } catch (StoreFailure e) {
                if (task.isStopped()) {
                    throw e;
                }
                task.step("waiting: " + e.reason(), 0);
            }
            task.rest(FIRST_REST);
        }
    }

    /** Runs a call that ends by its own limit or with the task; answers why it failed, if it did. */
    Optional<String> within(Duration limit, RunningTask task, Call call) throws StoreFailure {
        RunningTask own =
                new RunningTask(task.progress().store(), task.progress().work(), settings.clock(), any -> {});
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        try (Task.Cleared cleared = task.onStop(() -> own.stop("stopped"))) {
            Thread thread = start(() -> answer.complete(tried(own, call)));
            Future<?> end = limits.schedule(
                    () -> stop(own, thread, "not done within " + new dev.sluice.events.value.Span(limit)),
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
            Optional<String> failure = answer.join();
            end.cancel(false);
            return failure;
        }
    }

    private Optional<String> tried(RunningTask task, Call call) {
        try {
            patiently(settings.patience(), task, each -> {
                call.run(each);
                return true;
            });
            return Optional.empty();
        } catch (StoreFailure e) {
            return Optional.of(task.isStopped() ? task.stoppedBecause() + ": " + e.reason() : e.reason());
        } catch (RuntimeException e) {
            LOG.error("a hook failed by a bug", e);
            return Optional.of("a bug of rollback-service: " + e);
        }
    }

    void cancel(RolloutId rollout) {
        java.util.List<RunningTask> all;
        synchronized (this) {
            all = running.entrySet().stream()
                    .filter(entry -> entry.getKey().rollout().equals(rollout))
                    .map(entry -> entry.getValue().task())
                    .toList();
        }
        all.forEach(task -> task.stop("cancelled: this instance does not act for the target any more"));
    }

    /** Stops everything. */
    @Override
    public void close() {
        java.util.List<RunningTask> all;
        synchronized (this) {
            all = running.values().stream().map(Running::task).toList();
        }
        all.forEach(task -> task.stop("rollback-service is stopping"));
        limits.shutdownNow();
    }
}
