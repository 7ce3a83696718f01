package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.health.config.HealthConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static HealthConfig read(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(HealthConfig.class)
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withDefaultValues(settings)
                .build();
        return config.getConfigMapping(HealthConfig.class);
    }

    @Test
    void hasTheseDefaults() {
        HealthConfig defaults = read(Map.of());
        Settings tested = new Settings();
        assertThat(defaults.pulse()).isEqualTo(tested.pulse()).isEqualTo(Duration.ofSeconds(2));
        assertThat(defaults.retry()).isEqualTo(tested.retry());
        assertThat(defaults.readBack()).isEqualTo(tested.readBack());
        assertThat(defaults.evaluationsKept()).isEqualTo(tested.evaluationsKept());
    }

    @Test
    void namesTheSettingThatIsWrong() {
        assertThat(read(Map.of("sluice.health.pulse", "1s")).pulse()).isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(() -> read(Map.of("sluice.health.pulse", "often")))
                .hasMessageContaining("sluice.health.pulse");
    }
}
