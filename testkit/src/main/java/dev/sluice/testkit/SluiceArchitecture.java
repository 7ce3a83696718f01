package dev.sluice.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules that every module keeps, in one line of its tests:
 *
 * <pre>{@code new SluiceArchitecture("dev.sluice.traffic").atLeast(60).withTests(150).check();}</pre>
 *
 * <p>It reads {@code target} and {@code src} of the module that is tested, and fails with everything that is
 * wrong at once. The floors on the numbers of classes and tests keep a rule from passing because nothing was looked at.
 */
public final class SluiceArchitecture {
    private static final Set<String> SERVICES = Set.of("traffic", "health", "rollback", "notifier");
    private static final Set<String> CLOCKS_AND_DICE =
            Set.of("now", "currentTimeMillis", "nanoTime", "randomUUID", "sleep", "random", "getRandom");
    private static final String VAGUE_NAME = ".*(Util|Utils|Helper|Manager|Impl)";

    private final String base;
    private final Path module;
    private final int floor;
    private final int tests;

    /** For the module in whose folder the test runs. */
    public SluiceArchitecture(String basePackage) {
        this(basePackage, Path.of(""), 1, 1);
    }

    private SluiceArchitecture(String base, Path module, int floor, int tests) {
        this.base = base;
        this.module = module;
        this.floor = floor;
        this.tests = tests;
    }

    /** How many classes there must be, at least. */
    public SluiceArchitecture atLeast(int classes) {
        return new SluiceArchitecture(base, module, classes, tests);
    }

    /** How many tests there must be, at least; each of them has to reach an assertion. */
    public SluiceArchitecture withTests(int atLeast) {
        return new SluiceArchitecture(base, module, floor, atLeast);
    }

    /** For a module that can't use this kit itself, since the kit stands on it. */
    public SluiceArchitecture of(Path folder) {
        return new SluiceArchitecture(base, folder, floor, tests);
    }

    /** Throws an AssertionError that lists every violation. */
    public void check() {
        List<String> wrong = violations(module.resolve("target/classes"));
        wrong.addAll(SizeRules.violations(module.resolve("src")));
        wrong.addAll(AssertionRule.violations(module.resolve("target/test-classes"), tests));
        if (!wrong.isEmpty()) {
            throw new AssertionError(base + " breaks " + wrong.size() + " rule(s):\n  " + String.join("\n  ", wrong));
        }
    }

    List<String> violations(Path classFiles) {
        JavaClasses all = new ClassFileImporter()
                .importPath(classFiles)
                .that(describe("of " + base, type -> within(type.getPackageName(), base)));
        List<String> wrong = new ArrayList<>();
        if (all.size() < floor) {
            wrong.add("expected at least " + floor + " classes of " + base + " in " + classFiles + ", found "
                    + all.size());
        }
        Stream.of(domainIsPure(), domainHasNoClock(), servicesStandAlone(), namesSaySomething())
                .forEach(rule -> wrong.addAll(rule.allowEmptyShould(true)
                        .evaluate(all)
                        .getFailureReport()
                        .getDetails()));
        wrong.addAll(packagesWithoutNullMarked(all));
        return wrong;
    }

    private ArchRule domainIsPure() {
        // Mathematics is as pure as the domain is.
        String[] allowed = {
            base + "..domain..",
            "java..",
            "dev.sluice.events..",
            "org.apache.commons.statistics..",
            "org.jspecify.annotations.."
        };
        return classes()
                .that()
                .resideInAPackage(base + "..domain..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed));
    }

    private ArchRule domainHasNoClock() {
        return noClasses()
                .that()
                .resideInAPackage(base + "..domain..")
                .should()
                .callMethodWhere(describe(
                        "asks a clock, throws dice or sleeps: time, ids and randomness come in with the command",
                        SluiceArchitecture::isClockOrDice));
    }

    private static boolean isClockOrDice(JavaMethodCall call) {
        boolean ofJava = call.getTargetOwner().getPackageName().startsWith("java.");
        boolean takesNothingOrWaits = call.getTarget().getRawParameterTypes().isEmpty()
                || call.getName().equals("sleep");
        return ofJava && takesNothingOrWaits && CLOCKS_AND_DICE.contains(call.getName());
    }

    private ArchRule servicesStandAlone() {
        DescribedPredicate<JavaClass> ofAnotherService = describe("of another service", type -> SERVICES.stream()
                .map(service -> "dev.sluice." + service)
                .anyMatch(other -> !within(base, other) && within(type.getPackageName(), other)));
        return noClasses().should().dependOnClassesThat(ofAnotherService);
    }

    private static ArchRule namesSaySomething() {
        return noClasses().should().haveNameMatching(VAGUE_NAME);
    }

    private static Set<String> packagesWithoutNullMarked(JavaClasses all) {
        Set<String> silent = new TreeSet<>();
        for (JavaClass type : all) {
            JavaPackage pack = type.getPackage();
            if (!pack.isAnnotatedWith(NullMarked.class)) {
                silent.add("package " + pack.getName() + " has no package-info with @NullMarked");
            }
        }
        return silent;
    }

    private static boolean within(String pack, String outer) {
        return pack.equals(outer) || pack.startsWith(outer + ".");
    }
}
