package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's commands, on the build as it is, with a home folder and ports of their own. */
@Order(9)
@Isolated
class ReadmeIT {
    private static final Duration DEMO_WITHIN = Duration.ofSeconds(150);
    private static final Duration UP_WITHIN = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path home = Path.of("");

    @Test
    void theSystemIsUpWithinTwentySeconds() {
        Map<String, String> own = ownPlace();
        Run up = Run.of(TestSystem.ROOT, own, PATIENCE, "./sluice", "up", "--detach");
        Run down = Run.of(TestSystem.ROOT, own, PATIENCE, "./sluice", "down");
        assertThat(up.code()).as(up.output()).isZero();
        assertThat(down.code()).as(down.output()).isZero();
        Measured.say("./sluice up --detach: %.1f s, %s", up.took().toMillis() / 1000.0, load());
        if (!busy()) {
            assertThat(up.took()).as(up.output()).isLessThan(UP_WITHIN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--embedded", "--embedded --bad"})
    void theDemoEndsAsExpected(String options) {
        String[] command = ("./sluice demo " + options).split(" ");
        Run demo = Run.of(TestSystem.ROOT, ownPlace(), DEMO_WITHIN, command);
        Measured.say(
                "%s: exit %d after %.1f s",
                String.join(" ", command), demo.code(), demo.took().toMillis() / 1000.0);
        demo.output().lines().filter(line -> line.contains(" ms")).forEach(line -> Measured.say("  %s", line.strip()));
        assertThat(demo.code()).as(demo.output()).isZero();
    }

    private Map<String, String> ownPlace() {
        Map<String, String> environment = new HashMap<>();
        environment.put("SLUICE_BUILD", "never");
        environment.put("SLUICE_HOME", home.toString());
        environment.put("SLUICE_KAFKA_PORT", Integer.toString(Ports.free()));
        environment.put("SLUICE_HTTP_PORT", Integer.toString(Ports.freeBlock()));
        return environment;
    }

    /** The promise is for a machine that is there for it: one task a core or less. */
    private static boolean busy() {
        var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system.getSystemLoadAverage() > 1.5 * system.getAvailableProcessors();
    }

    private static String load() {
        var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return "load average %.1f on %d cores"
                .formatted(system.getSystemLoadAverage(), system.getAvailableProcessors());
    }
}
