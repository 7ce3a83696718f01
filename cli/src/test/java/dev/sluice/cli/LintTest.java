package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LintTest {
    private static final String PLANS = "src/test/resources/plans/";

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "yaml"})
    void everyPlanIsToldAndOneBadOneIsEnough(String format) {
        Run run = Run.of(
                "lint",
                "-o",
                format,
                "-f",
                PLANS + "good.yaml",
                PLANS + "bad.yaml",
                PLANS + "chain.yaml",
                "absent.yaml");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEmpty();
        Golden.same("lint." + format, run.out());
    }

    @Test
    void goodPlansEndWell() {
        Run run = Run.of("lint", "-f", PLANS + "good.yaml", "-f", PLANS + "chain.yaml");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("ok   " + PLANS + "good.yaml", "ok   " + PLANS + "chain.yaml");
    }

    @Test
    void changesAreLintedToo() {
        Run run = Run.of("lint", "-f", PLANS + "good.yaml", "--set", "speedup=60");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).startsWith("err  " + PLANS + "good.yaml  speedup");
    }

    @Test
    void whatIsNoPlanIsToldFromStandardInputAsWell() {
        Run run = Run.in(Map.of(), "a: [", false, "lint", "-f", "-");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).startsWith("err  -  not readable as YAML or JSON");
    }

    @Test
    void whatStandsBesideTheStagesIsSaidToo() {
        Run run = Run.of("lint", "-f", "../examples/claude-enhancer-5.1.yaml");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("step preflight before canary-start: node-cpu < 70%, node-memory < 80%")
                .contains("step green-verified before blue-green-prep: agents-active == 61 count")
                .contains("watched on for 3d after 100%");
    }
}
