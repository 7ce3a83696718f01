package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SluiceArchitectureTest {
    private static final Path TEST_CLASSES = Path.of("target/test-classes");

    @Test
    void theContractKeepsTheRules() {
        assertThatCode(() -> new SluiceArchitecture("dev.sluice.events")
                        .of(Path.of("../events"))
                        .atLeast(90)
                        .withTests(90)
                        .check())
                .doesNotThrowAnyException();
    }

    @Test
    void theChassisKeepsTheRules() {
        assertThatCode(() -> new SluiceArchitecture("dev.sluice.chassis")
                        .of(Path.of("../chassis"))
                        .atLeast(15)
                        .withTests(10)
                        .check())
                .doesNotThrowAnyException();
    }

    @Test
    void theKitKeepsItsOwnRules() {
        assertThatCode(() -> new SluiceArchitecture("dev.sluice.testkit")
                        .atLeast(7)
                        .withTests(20)
                        .check())
                .doesNotThrowAnyException();
    }

    /** The kit stands on it, so that it can't look at itself. */
    @Test
    void everyTestOfTheLocalSystemCanFail() {
        assertThatCode(() -> AssertionRule.check(Path.of("../deploy/local/target/test-classes"), 45))
                .doesNotThrowAnyException();
    }

    @Test
    void everyBrokenRuleIsFound() {
        List<String> wrong = new SluiceArchitecture("dev.sluice.testkit.sample").violations(TEST_CLASSES);
        assertThat(wrong)
                .anySatisfy(line -> assertThat(line).contains("OrderHelper", "dev.sluice.testkit.VirtualLoop"))
                .anySatisfy(line -> assertThat(line).contains("java.time.Instant.now()"))
                .anySatisfy(line -> assertThat(line).contains("java.util.UUID.randomUUID()"))
                .anySatisfy(line -> assertThat(line).contains("java.lang.Thread.sleep(long)"))
                .anySatisfy(line -> assertThat(line).contains("java.lang.System.currentTimeMillis()"))
                .anySatisfy(line -> assertThat(line).contains("OrderHelper", "has name matching"))
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo(
                                "package dev.sluice.testkit.sample.domain has no package-info with" + " @NullMarked"))
                .noneMatch(line -> line.contains("ofEpochMilli"));
    }

    @Test
    void aRuleThatLooksAtNothingFails() {
        assertThat(new SluiceArchitecture("dev.sluice.nothing").violations(TEST_CLASSES))
                .singleElement()
                .asString()
                .contains("expected at least 1 classes of dev.sluice.nothing");
        assertThatThrownBy(() -> new SluiceArchitecture("dev.sluice.testkit")
                        .atLeast(10_000)
                        .check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected at least 10000 classes");
    }
}
