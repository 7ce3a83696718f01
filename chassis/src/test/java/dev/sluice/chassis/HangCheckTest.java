package dev.sluice.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Looks every half second at a task that began at 1. */
class HangCheckTest {
    private static final long STEP_MS = 500;
    private final HangCheck check = new HangCheck();

    @Test
    void aTaskThatWaitsHangsSoonAfterFiveSeconds() {
        assertThat(msUntilHang(0)).isBetween(5_000L, 7_000L);
    }

    @Test
    void aTaskThatIsStarvedDoesNotHang() {
        assertThat(msUntilHang(5)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTaskThatNeverEndsHangsAfterFiveMoreSecondsOfWork() {
        assertThat(msUntilHang(STEP_MS)).isBetween(10_000L, 11_500L);
    }

    @Test
    void aProcessThatWasAsleepIsSeenAtWorkFirst() {
        assertThat(check.hangs(1, ms(20_000), 0)).isFalse();
        assertThat(check.hangs(1, ms(20_500), ms(200))).isFalse();
        assertThat(check.hangs(0, ms(21_000), ms(300))).isFalse();
    }

    private long msUntilHang(long workMsPerStep) {
        for (long step = 1; step <= 60; step++) {
            if (check.hangs(1, ms(step * STEP_MS), ms(step * workMsPerStep))) {
                return step * STEP_MS;
            }
        }
        return Long.MAX_VALUE;
    }

    private static long ms(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
