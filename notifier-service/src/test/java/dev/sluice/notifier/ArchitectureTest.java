package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.testkit.SluiceArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void theModuleKeepsTheRules() {
        assertThatCode(() -> new SluiceArchitecture("dev.sluice.notifier")
                        .atLeast(45)
                        .withTests(50)
                        .check())
                .doesNotThrowAnyException();
    }
}
