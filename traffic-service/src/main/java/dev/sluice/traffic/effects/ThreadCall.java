package dev.sluice.traffic.effects;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call on a thread of its own, which is interrupted only while the call runs, however late the interrupt comes. */
final class ThreadCall<T> implements Runnable {
    private final Supplier<T> call;
    private final Consumer<T> done;
    private Runnable whenOver = () -> {};
    private @Nullable Thread thread;
    private boolean interrupted;

    ThreadCall(Supplier<T> call, Consumer<T> done) {
        this.call = call;
        this.done = done;
    }

    /** To be done when the call has returned; set before the thread begins. */
    void whenOver(Runnable action) {
        whenOver = action;
    }

    @Override
    public void run() {
        begin();
        T answer = call.get();
        end();
        whenOver.run();
        done.accept(answer);
    }

    private synchronized void begin() {
        Thread self = Thread.currentThread();
        thread = self;
        if (interrupted) {
            self.interrupt();
        }
    }

    private synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    synchronized void interrupt() {
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
