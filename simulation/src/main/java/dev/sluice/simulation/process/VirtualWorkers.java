package dev.sluice.simulation.process;

import dev.sluice.simulation.outside.Call;
import dev.sluice.traffic.effects.Workers;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls of the world outside as tasks: each is made, carried out and answered at moments of its own. */
public final class VirtualWorkers implements Workers {
    private final Process process;
    private final Ground ground;
    private @Nullable Call current;

    public VirtualWorkers(Process process, Ground ground) {
        this.process = process;
        this.ground = ground;
    }

    /** The call that is being carried out. */
    public Call current() {
        Call call = current;
        if (call == null) {
            throw new IllegalStateException("something outside was called by no call");
        }
        return call;
    }

    private final class Running<T> {
        private final Call call;
        private final Consumer<T> done;
        private @Nullable T answer;
        private boolean over;

        private Running(Call call, Consumer<T> done) {
            this.call = call;
            this.done = done;
        }

        private void carryOut(Supplier<T> work) {
            current = call;
            answer = work.get();
            current = null;
            if (call.interrupted()) {
                finish();
            } else if (!call.hangs()) {
                ground.scheduler().after(call.answer(), () -> process.run(this::finish));
            }
        }

        private void interrupt() {
            call.interrupt();
            if (answer != null) {
                process.run(this::finish);
            }
        }

        private void finish() {
            T known = answer;
            if (!over && known != null) {
                over = true;
                done.accept(known);
            }
        }
    }

    @Override
    public <T> Runnable start(String name, Duration limit, Supplier<T> call, Consumer<T> done) {
        Running<T> running = new Running<>(
                new Call(process, limit, process.read(), ground.scheduler().now()), done);
        Duration way = ground.dice().between(Duration.ofNanos(100_000), Duration.ofMillis(3));
        ground.scheduler().after(way, () -> process.run(() -> running.carryOut(call)));
        process.after(limit, running::interrupt);
        return () -> ground.scheduler().after(Duration.ZERO, running::interrupt);
    }

    @Override
    public long nanoTime() {
        return process.nanoTime();
    }
}
