package dev.sluice.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class JournalClockTest {
    private static final long SECOND = 1_000_000_000L;
    private final JournalClock clock = new JournalClock();

    @Test
    void timeIsTheNewestAppendTimePlusTheMonotonicTimeSince() {
        clock.read(3, 10_000, 5 * SECOND);

        assertThat(clock.now(3, 7 * SECOND)).isEqualTo(Instant.ofEpochMilli(12_000));
    }

    @Test
    void anOlderAppendTimeThanTheClockSaysIsPassedOver() {
        clock.read(3, 10_000, 5 * SECOND);
        clock.read(3, 11_000, 8 * SECOND);

        assertThat(clock.now(3, 8 * SECOND)).isEqualTo(Instant.ofEpochMilli(13_000));
    }

    @Test
    void aNewerAppendTimeMovesTheClockForward() {
        clock.read(3, 10_000, 5 * SECOND);
        clock.read(3, 60_000, 6 * SECOND);

        assertThat(clock.now(3, 6 * SECOND)).isEqualTo(Instant.ofEpochMilli(60_000));
    }

    @Test
    void aMonotonicClockThatRunsTooFastDoesNotGainOnTheBrokersForEver() {
        for (long second = 0; second <= 3600; second++) {
            clock.read(3, second * 1000, second * SECOND * 101 / 100);
        }

        assertThat(clock.now(3, 3600 * SECOND * 101 / 100))
                .as("a hundredth of an hour would be 36 s")
                .isBetween(Instant.ofEpochSecond(3600), Instant.ofEpochMilli(3600_700));
    }

    @Test
    void timeNeverRunsBackwards() {
        Instant before = Instant.MIN;
        for (long second = 0; second <= 600; second++) {
            clock.read(3, second * 1000, second * SECOND * 11 / 10);
            Instant now = clock.now(3, second * SECOND * 11 / 10);
            assertThat(now).isAfterOrEqualTo(before);
            before = now;
        }
    }

    @Test
    void aPartitionThatWasNeverReadGoesByTheNewestOfTheOthers() {
        clock.read(1, 10_000, SECOND);
        clock.read(2, 20_000, SECOND);

        assertThat(clock.now(7, SECOND)).isEqualTo(Instant.ofEpochMilli(20_000));
    }
}
