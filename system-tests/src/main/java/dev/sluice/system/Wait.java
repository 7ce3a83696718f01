package dev.sluice.system;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions of other processes, which can only be asked about. */
public final class Wait {
    private static final Duration STEP = Duration.ofMillis(20);

    private Wait() {}

    /** Returns when the condition holds; fails naming it when it does not within the limit. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        forValue(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Returns the value as soon as there is one. */
    public static <T> T forValue(String what, Duration limit, Supplier<Optional<T>> question) {
        long began = System.nanoTime();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() - began > limit.toNanos()) {
                throw new AssertionError("not within " + limit.toMillis() + " ms: " + what);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    /** Returns when that long has passed since the moment: for outages whose length is the point of a test. */
    public static void untilPassed(long sinceNanos, Duration length) {
        until(length + " have passed", length.plusSeconds(5), () -> System.nanoTime() - sinceNanos >= length.toNanos());
    }
}
