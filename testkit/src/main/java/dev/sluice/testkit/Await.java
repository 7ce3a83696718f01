package dev.sluice.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, looking every 5 ms, and fails with what was waited for when the limit has passed. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    /** At most 15 s. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, condition);
    }

    public static void until(String what, Duration limit, BooleanSupplier condition) {
        until(what, limit, condition, () -> "");
    }

    /** As above; {@code seen} tells what there was instead, when it fails. */
    public static void until(String what, Duration limit, BooleanSupplier condition, Supplier<String> seen) {
        long since = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - since > limit.toNanos()) {
                throw new AssertionError("not within " + limit.toMillis() + " ms: " + what + " " + seen.get());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
