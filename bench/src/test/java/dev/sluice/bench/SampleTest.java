package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void quantilesAreNearestRanksOfTheSortedTimes() {
        Sample sample = new Sample(new long[] {5_000_000, 1_000_000, 4_000_000, 2_000_000, 3_000_000});

        assertThat(sample.medianMs()).isEqualTo(3.0);
        assertThat(sample.quantileMs(0.9)).isEqualTo(5.0);
        assertThat(sample.quantileMs(0.2)).isEqualTo(1.0);
    }

    @Test
    void aRowNamesTheCountAndTheMaximum() {
        assertThat(new Sample(new long[] {2_500_000}).row("x"))
                .startsWith("x ")
                .contains("1")
                .endsWith("2.50");
    }
}
