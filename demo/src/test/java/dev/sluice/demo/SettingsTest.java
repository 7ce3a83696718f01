package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Settings read(Map<String, String> environment, String... arguments) {
        return Settings.read(arguments, environment, "TARGET", Set.of("port", "admin-port"));
    }

    @Test
    void anArgumentWinsOverTheEnvironment() {
        Settings settings = read(Map.of("TARGET_PORT", "1", "TARGET_ADMIN_PORT", "2"), "--port=3");
        assertThat(settings.port("port", 9)).isEqualTo(3);
        assertThat(settings.port("admin-port", 9)).isEqualTo(2);
        assertThat(read(Map.of(), "--port", "4").port("port", 9)).isEqualTo(4);
        assertThat(read(Map.of()).port("port", 9)).isEqualTo(9);
    }

    @Test
    void namesWhatIsWrong() {
        assertThatThrownBy(() -> read(Map.of(), "--prot", "1"))
                .hasMessage("--prot: unknown option, expected one of [--admin-port, --port]");
        assertThatThrownBy(() -> read(Map.of(), "--port")).hasMessage("--port: expected a value after it");
        assertThatThrownBy(() -> read(Map.of(), "--port=65536").port("port", 1))
                .hasMessage("--port: expected a whole number from 0 to 65535, got \"65536\"");
    }
}
