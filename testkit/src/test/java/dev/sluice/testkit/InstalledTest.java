package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class InstalledTest {
    private static final String MISSING = "no-such-program";

    @Test
    void aMissingProgramSkipsTheTestByName() {
        assertThatThrownBy(() -> Installed.program(MISSING, Map.of()))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("no-such-program is not installed");
    }

    @Test
    void aMissingProgramFailsTheTestInCi() {
        assertThatThrownBy(() -> Installed.program(MISSING, Map.of("CI", "true")))
                .isInstanceOf(AssertionError.class)
                .hasMessage("no-such-program is not installed, and CI has to have it");
    }
}
