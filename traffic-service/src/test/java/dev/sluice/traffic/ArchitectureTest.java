package dev.sluice.traffic;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sluice.testkit.SluiceArchitecture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void theModuleKeepsTheRules() {
        assertThatCode(() -> new SluiceArchitecture("dev.sluice.traffic")
                        .atLeast(70)
                        .withTests(150)
                        .check())
                .doesNotThrowAnyException();
    }

    /** What an object of the cluster looks like is known without asking it: shapes see neither clients nor clocks. */
    @Test
    void theShapesOfObjectsArePure() {
        assertThatCode(() -> classes()
                        .that()
                        .resideInAPackage("dev.sluice.traffic.clusterrouter.*")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "dev.sluice.traffic.clusterrouter..",
                                "dev.sluice.traffic.port",
                                "dev.sluice.events..",
                                "com.fasterxml.jackson.databind..",
                                "org.jspecify.annotations",
                                "java..")
                        .check(new ClassFileImporter().importPath(Path.of("target/classes"))))
                .doesNotThrowAnyException();
    }
}
