package dev.sluice.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.testkit.AssertionRule;
import dev.sluice.testkit.SizeRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules of all modules, but for the one that keeps services apart: what is replayed are the services together. */
class ArchitectureTest {
    @Test
    void nothingIsTooLong() {
        assertThat(SizeRules.violations(Path.of("src"))).isEmpty();
    }

    @Test
    void everyTestAsserts() {
        assertThatCode(() -> AssertionRule.check(Path.of("target/test-classes"), 30))
                .doesNotThrowAnyException();
    }
}
