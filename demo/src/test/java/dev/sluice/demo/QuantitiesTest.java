package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({"0%,0", "20%,0.2", "0.5%,0.005", "100%,1"})
    void readsAPercentageAndWritesItBack(String text, double share) {
        assertThat(Quantities.share("errorRate", text)).isEqualTo(share);
        assertThat(Quantities.percent(share)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "0.2", "-1%", "101%", "", "%", "20 %", "NaN%"})
    void refusesWhatIsNoPercentage(String text) {
        assertThatThrownBy(() -> Quantities.share("errorRate", text))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("errorRate: expected a percentage from 0% to 100%");
    }

    @ParameterizedTest
    @CsvSource({"0ms,0", "50ms,50000", "200us,200", "2s,2000000", "1500ms,1500000"})
    void readsATimeAndWritesItBack(String text, long micros) {
        assertThat(Quantities.time("latency", text)).isEqualTo(Duration.ofNanos(micros * 1_000));
        assertThat(Quantities.time(Duration.ofNanos(micros * 1_000))).isEqualTo(text);
    }

    @Test
    void refusesATimeWithoutUnit() {
        assertThatThrownBy(() -> Quantities.time("latency", "50"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("latency: expected a time with its unit, such as \"50ms\" or \"2s\", got \"50\"");
    }
}
