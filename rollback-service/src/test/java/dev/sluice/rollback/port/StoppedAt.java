package dev.sluice.rollback.port;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** A task that is stopped when its n-th step begins, as if the process were gone; the others are noted. */
final class StoppedAt implements Task {
    private final int last;
    private final List<String> steps = new ArrayList<>();

    StoppedAt(int last) {
        this.last = last;
    }

    static StoppedAt never() {
        return new StoppedAt(Integer.MAX_VALUE);
    }

    List<String> steps() {
        return steps;
    }

    boolean stopped() {
        return steps.size() >= last;
    }

    @Override
    public synchronized void step(String name, long total) throws StoreFailure {
        steps.add(name);
        if (stopped()) {
            throw StoreFailure.passing("stopped at " + name, new CancellationException());
        }
    }

    @Override
    public void done(long more) {}

    @Override
    public Cleared onStop(Runnable action) {
        return () -> {};
    }
}
