package dev.sluice.traffic;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.testkit.SluiceArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void theModuleKeepsTheRules() {
        assertThatCode(() -> new SluiceArchitecture("dev.sluice.traffic")
                        .atLeast(70)
                        .withTests(150)
                        .check())
                .doesNotThrowAnyException();
    }
}
