package dev.sluice.local;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for a condition of another process, which can only be asked about. */
final class Polling {
    private static final Duration STEP = Duration.ofMillis(50);

    private Polling() {}

    /** A question that may fail with {@code E}, which ends the waiting. */
    @FunctionalInterface
    interface Question<E extends Exception> {
        boolean isTrue() throws E;
    }

    /** Asks until the answer is yes or the time is over; answers whether it was yes. */
    static <E extends Exception> boolean until(Duration limit, Question<E> question) throws E {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!question.isTrue()) {
            if (System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        return true;
    }
}
