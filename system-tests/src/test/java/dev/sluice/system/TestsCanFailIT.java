package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.testkit.AssertionRule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TestsCanFailIT {
    @Test
    void everyTestReachesAnAssertion() {
        assertThatCode(() -> AssertionRule.check(Path.of("target/test-classes"), 22))
                .doesNotThrowAnyException();
    }
}
