package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.testkit.SluiceArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void theModuleKeepsTheRules() {
        assertThatCode(() -> new SluiceArchitecture("dev.sluice.health")
                        .atLeast(60)
                        .withTests(90)
                        .check())
                .doesNotThrowAnyException();
    }
}
