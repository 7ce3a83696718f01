package dev.sluice.rollback;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.testkit.SluiceArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void theModuleKeepsTheRules() {
        assertThatCode(() -> new SluiceArchitecture("dev.sluice.rollback")
                        .atLeast(25)
                        .withTests(30)
                        .check())
                .doesNotThrowAnyException();
    }
}
