package dev.sluice.demo;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The machine's wall clock in microseconds since 1970. The programs of one demo run on one machine, so times taken by
 * different processes can be subtracted.
 */
public final class WallClock {
    private WallClock() {}

    public static long epochMicros() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
    }
}
