package dev.sluice.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Duration PERIOD = Duration.ofNanos(100);
    private final Rounds rounds = new Rounds();

    private long[] lateOf(long... beginnings) {
        Rounds.Of one = rounds.open();
        rounds.count();
        for (long nanos : beginnings) {
            one.began(nanos);
        }
        return rounds.late(PERIOD);
    }

    @Test
    void theMostPunctualRoundIsOnTime() {
        assertThat(lateOf(1_007, 1_100, 1_202)).containsExactly(7, 0, 2);
    }

    @Test
    void aDelayThatAddsUpIsSeen() {
        assertThat(lateOf(0, 101, 202, 303)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void afterARoundThatWasLeftOutAllAreLateByAPeriod() {
        assertThat(lateOf(0, 200, 300)).containsExactly(0, 100, 100);
    }

    @Test
    void whatBeganBeforeTheCountIsNoRound() {
        rounds.open().began(5);
        assertThat(rounds.late(PERIOD)).isEmpty();
    }
}
