package dev.sluice.traffic.effects;

import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.TrafficRouter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One target's way to one router: calls run one at a time on a virtual thread, each with its time limit. A restore passes
 * everything that waits and interrupts what runs, so that it begins at once even when a shift hangs.
 */
final class RouterLane {
    /** A call of the router. */
    @FunctionalInterface
    interface Call {
        Observed run(TrafficRouter router) throws RouterFailure;
    }

    private record Task(Call call, boolean urgent, Duration limit, Consumer<Attempt> done) {}

    private final TrafficRouter router;
    private final String name;
    private final Workers workers;
    private final Deque<Task> waiting = new ArrayDeque<>();
    private @Nullable Task running;
    private Runnable interrupt = () -> {};
    private boolean overtaken;

    RouterLane(String name, TrafficRouter router, Workers workers) {
        this.name = name;
        this.router = router;
        this.workers = workers;
    }

    /** Queues a call; {@code done} hears of it on the lane's thread. */
    synchronized void call(Call call, Duration limit, Consumer<Attempt> done) {
        waiting.addLast(new Task(call, false, limit, done));
        work();
    }

    /** Runs the call before all others; those that wait or run and are not urgent end as {@link Attempt.Overtaken}. */
    synchronized void urgent(Call call, Duration limit, Consumer<Attempt> done) {
        waiting.stream().filter(task -> !task.urgent()).forEach(task -> task.done()
                .accept(new Attempt.Overtaken()));
        waiting.removeIf(task -> !task.urgent());
        waiting.addLast(new Task(call, true, limit, done));
        if (running != null && !running.urgent()) {
            overtaken = true;
            interrupt.run();
        }
        work();
    }

    /** Whether nothing runs and nothing waits. */
    synchronized boolean idle() {
        return running == null && waiting.isEmpty();
    }

    private synchronized void work() {
        if (running != null || waiting.isEmpty()) {
            return;
        }
        Task task = waiting.removeFirst();
        running = task;
        overtaken = false;
        interrupt = workers.start("router-" + name, task.limit(), () -> run(task), attempt -> finish(task, attempt));
    }

    private Attempt run(Task task) {
        long start = workers.nanoTime();
        try {
            return new Attempt.Done(task.call().run(router), (workers.nanoTime() - start) / 1000);
        } catch (RouterFailure failure) {
            return new Attempt.Failed(failure);
        } catch (RuntimeException bug) {
            return new Attempt.Failed(new RouterFailure.Unreachable("the adapter failed: " + bug, bug));
        }
    }

    private void finish(Task task, Attempt attempt) {
        boolean passed;
        synchronized (this) {
            passed = overtaken;
            running = null;
            interrupt = () -> {};
        }
        task.done().accept(passed && attempt instanceof Attempt.Failed ? new Attempt.Overtaken() : attempt);
        work();
    }

    TrafficRouter router() {
        return router;
    }
}
