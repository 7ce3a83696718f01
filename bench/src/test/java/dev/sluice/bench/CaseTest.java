package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CaseTest {
    private static Case measured(long medianNanos) {
        return new Case(
                "x", new Sample(new long[] {medianNanos}), 10, new Sample(new long[] {2_000_000}), "two plain hops");
    }

    @Test
    void aLineSaysTheGoalAndTheRatioToTheFloor() {
        assertThat(measured(5_000_000).line())
                .startsWith("x ")
                .contains("10 reached")
                .containsPattern("2\\.00 +2\\.5 +two plain hops$");
    }

    @Test
    void aGoalThatIsOnlyJustMetIsMissed() {
        assertThat(measured(10_000_000).line()).contains("10 MISSED");
    }
}
