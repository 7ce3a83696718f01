package dev.sluice.traffic;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sluice.testkit.SluiceArchitecture;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void theModuleKeepsTheRules() {
        assertThatCode(() -> new SluiceArchitecture("dev.sluice.traffic")
                        .atLeast(100)
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
                        .check(CLASSES))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alb", "cloudflare", "envoy", "haproxy", "httprouter", "memory"})
    void anAdapterSeesThePortAndWhatAdaptersShare(String adapter) {
        String[] own = Stream.of(adapter, "port", "admin", "readback", "weights")
                .map(room -> "dev.sluice.traffic." + room)
                .toArray(String[]::new);

        assertThatCode(() -> noClasses()
                        .that()
                        .resideInAPackage("dev.sluice.traffic." + adapter)
                        .should()
                        .dependOnClassesThat(resideInAPackage("dev.sluice.traffic..")
                                .and(DescribedPredicate.not(resideInAnyPackage(own))))
                        .check(CLASSES))
                .doesNotThrowAnyException();
    }
}
