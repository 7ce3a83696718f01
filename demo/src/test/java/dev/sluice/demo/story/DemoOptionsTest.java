package dev.sluice.demo.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.demo.InvalidInput;
import dev.sluice.demo.story.DemoOptions.Parts;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DemoOptionsTest {
    private static final Programs BOTH =
            new Programs(Optional.of(Path.of("/usr/sbin/haproxy")), Optional.of(Path.of("/usr/bin/prometheus")));
    private static final Programs NO_PROMETHEUS = new Programs(BOTH.haproxy(), Optional.empty());

    private static DemoOptions read(String... arguments) {
        return DemoOptions.read(arguments);
    }

    @Test
    void expectsTheOutcomeThatWasAskedFor() {
        assertThat(read().expectedOutcome()).isEqualTo("completed");
        assertThat(read("--bad", "--real")).isEqualTo(new DemoOptions(true, Optional.of(Parts.REAL), false));
        assertThat(read("--bad").expectedOutcome()).isEqualTo("rolled-back");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> read("--wrong"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--wrong: unknown, expected --bad");
        assertThatThrownBy(() -> read("--real", "--embedded")).hasMessageContaining("at most one");
    }

    @Test
    void usesInstalledProgramsWhenAllAreThere() {
        assertThat(BOTH.choose(Optional.empty()).parts()).isEqualTo(Parts.REAL);
        assertThat(BOTH.choose(Optional.of(Parts.EMBEDDED)).parts()).isEqualTo(Parts.EMBEDDED);
        assertThat(NO_PROMETHEUS.choose(Optional.empty()))
                .isEqualTo(new Programs.Choice(Parts.EMBEDDED, "not installed: prometheus"));
    }

    @Test
    void saysWhatIsMissingWhenTheRealOnesWereAskedFor() {
        assertThatThrownBy(() -> NO_PROMETHEUS.choose(Optional.of(Parts.REAL)))
                .hasMessageContaining("not installed: prometheus");
    }
}
