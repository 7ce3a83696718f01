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
    void aPartitionThatWasNeverReadGoesByTheNewestOfTheOthers() {
        clock.read(1, 10_000, SECOND);
        clock.read(2, 20_000, SECOND);

        assertThat(clock.now(7, SECOND)).isEqualTo(Instant.ofEpochMilli(20_000));
    }
}
