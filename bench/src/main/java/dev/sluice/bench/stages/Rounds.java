package dev.sluice.bench.stages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When the rounds of triggers began, of every rollout. How late a round is, is counted against a grid: the rollout's
 * rounds stand a period apart, and the grid lies so that its most punctual round is not late at all. A delay that adds up
 * from round to round is seen, and after a round that was left out all are late by a whole period. Safe to use from any
 * thread.
 */
final class Rounds {
    private static final int KEPT_MAX = 16;
    private final List<Of> all = new ArrayList<>();
    private boolean counting;

    /** The rounds of one rollout. */
    final class Of {
        private final long[] nanos = new long[KEPT_MAX];
        private int count;

        /** A round began now, as {@code System.nanoTime} has it. */
        void began(long now) {
            synchronized (Rounds.this) {
                if (counting && count < KEPT_MAX) {
                    nanos[count] = now;
                    count++;
                }
            }
        }

        private long[] late(Duration period) {
            long[] late = new long[count];
            for (int i = 0; i < count; i++) {
                late[i] = nanos[i] - i * period.toNanos();
            }
            long onTime = Arrays.stream(late).min().orElse(0);
            return Arrays.stream(late).map(each -> each - onTime).toArray();
        }
    }

    synchronized Of open() {
        Of fresh = new Of();
        all.add(fresh);
        return fresh;
    }

    /** From now on rounds count. */
    synchronized void count() {
        counting = true;
    }

    /** Ends the count, and gives how late each round was that counted, in nanoseconds. */
    synchronized long[] late(Duration period) {
        counting = false;
        return all.stream()
                .flatMapToLong(rounds -> Arrays.stream(rounds.late(period)))
                .toArray();
    }
}
