package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssertionRuleTest {
    private static final Path SAMPLES = Path.of("target/test-classes/dev/sluice/testkit/sample");

    @Test
    void testsThatCannotFailAreNamedAndNoOthers() {
        JavaClasses samples = new ClassFileImporter().importPath(SAMPLES);

        List<String> wrong = AssertionRule.violations(samples, "the samples", 10);

        assertThat(wrong)
                .containsExactly(
                        named("assumesOnly()"),
                        named("callsInCircles()"),
                        named("callsOnlyOneThatCallsNothing()"),
                        named("printsOnly(int)"));
    }

    private static String named(String test) {
        return "test dev.sluice.testkit.sample.Examined." + test + " reaches no assertion";
    }

    @Test
    void aRuleThatLooksAtTooFewTestsFails() {
        assertThat(AssertionRule.violations(Path.of("target/nowhere"), 1))
                .containsExactly("expected at least 1 tests in target/nowhere, found 0");
        assertThatThrownBy(() -> AssertionRule.check(SAMPLES, 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("expected at least 1 tests", "found 0");
    }
}
