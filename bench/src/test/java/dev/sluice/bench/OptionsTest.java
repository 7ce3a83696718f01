package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void measuresEverythingUnlessAPartIsNamed() {
        assertThat(Options.parse().parts()).containsExactlyInAnyOrder(Part.values());
        assertThat(Options.parse("--only", "pushed", "--only", "prometheus-1s").parts())
                .containsExactlyInAnyOrder(Part.PUSHED, Part.PROMETHEUS_1S);
    }

    @Test
    void saysWhichPartsThereAre() {
        assertThatThrownBy(() -> Options.parse("--only", "push"))
                .hasMessageContaining("pushed")
                .hasMessageContaining("got push");
        assertThat(Options.usage()).contains("prometheus-1s");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.parse("--runs", "0")).hasMessageContaining("1 to 9999");
        assertThatThrownBy(() -> Options.parse("--runs")).hasMessageContaining("expected a value");
        assertThatThrownBy(() -> Options.parse("100")).hasMessageContaining("no option 100");
    }
}
