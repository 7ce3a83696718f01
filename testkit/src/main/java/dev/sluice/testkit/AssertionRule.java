package dev.sluice.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * No test without an assertion: every test method reaches, itself or through other classes of its module's tests, a call
 * that can fail it. That is an assertion of AssertJ or JUnit, a new AssertionError, or {@link Await}. An assumption is
 * none. What is reached may still assert too little; that a test can't fail at all is what this finds.
 * Packages named sample are left out: rules are tried on them.
 */
public final class AssertionRule {
    private static final Set<String> TESTS = Set.of(
            "org.junit.jupiter.api.Test",
            "org.junit.jupiter.api.RepeatedTest",
            "org.junit.jupiter.api.TestFactory",
            "org.junit.jupiter.params.ParameterizedTest");

    private AssertionRule() {}

    /** Throws an AssertionError that names every test without one; fewer than {@code floor} tests are a violation too. */
    public static void check(Path testClasses, int floor) {
        List<String> wrong = violations(testClasses, floor);
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n  ", wrong));
        }
    }

    static List<String> violations(Path testClasses, int floor) {
        JavaClasses classes = new ClassFileImporter()
                .importPath(testClasses)
                .that(describe("no sample", type -> !type.getPackageName().endsWith(".sample")));
        return violations(classes, testClasses.toString(), floor);
    }

    static List<String> violations(JavaClasses classes, String where, int floor) {
        List<JavaMethod> tests = classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(AssertionRule::isTest)
                .sorted((one, other) -> one.getFullName().compareTo(other.getFullName()))
                .toList();
        List<String> wrong = new ArrayList<>();
        if (tests.size() < floor) {
            wrong.add("expected at least " + floor + " tests in " + where + ", found " + tests.size());
        }
        tests.stream()
                .filter(test -> !reachesAnAssertion(test, classes))
                .forEach(test -> wrong.add("test " + test.getFullName() + " reaches no assertion"));
        return wrong;
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> TESTS.contains(annotation.getRawType().getName()));
    }

    private static boolean reachesAnAssertion(JavaMethod test, JavaClasses classes) {
        Deque<JavaCodeUnit> open = new ArrayDeque<>(List.of(test));
        Set<JavaCodeUnit> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.removeFirst();
            for (CodeUnitAccessTarget target : targets(unit)) {
                if (asserts(target)) {
                    return true;
                }
                if (classes.contain(target.getOwner().getName())) {
                    bodies(target).filter(seen::add).forEach(open::addLast);
                }
            }
        }
        return false;
    }

    /** Calls and references, those of lambdas within included. */
    private static List<CodeUnitAccessTarget> targets(JavaCodeUnit unit) {
        List<CodeUnitAccessTarget> targets = new ArrayList<>();
        for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
            if (access.getTarget() instanceof CodeUnitAccessTarget target) {
                targets.add(target);
            }
        }
        return targets;
    }

    private static boolean asserts(CodeUnitAccessTarget target) {
        JavaClass owner = target.getOwner();
        String type = owner.getName();
        String name = target.getName();
        boolean ofAssertJ = type.startsWith("org.assertj.core.api.")
                && !type.contains("Assum")
                && (name.startsWith("assert") || name.startsWith("fail"));
        boolean ofJUnit = type.equals("org.junit.jupiter.api.Assertions");
        boolean error = name.equals(JavaConstructor.CONSTRUCTOR_NAME) && owner.isAssignableTo(AssertionError.class);
        return ofAssertJ || ofJUnit || error || type.equals(Await.class.getName());
    }

    /** What may run when the target is called: it, what overrides it, and all of an anonymous class that is made. */
    private static Stream<JavaCodeUnit> bodies(CodeUnitAccessTarget target) {
        JavaClass owner = target.getOwner();
        if (owner.isAnonymousClass()) {
            return owner.getCodeUnits().stream();
        }
        Stream<JavaClass> hierarchy = Stream.of(
                        Stream.of(owner), owner.getAllSubclasses().stream(), owner.getAllRawSuperclasses().stream())
                .flatMap(types -> types);
        return hierarchy
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getName().equals(target.getName())
                        && unit.getRawParameterTypes().size()
                                == target.getRawParameterTypes().size());
    }
}
