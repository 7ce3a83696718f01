package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What must be seen of a metric for a stage to count as healthy, e.g. {@code expect: "< 0.1%"}. A limit that is reached does
 * what the validation's {@code onLimit} says; by default only the validation as a whole has one.
 *
 * @param warmUp from the switch on, for which the check is not judged; a stage does not end before it has passed
 * @param failureLimit times in a row that the check may fail, in distinct samples
 * @param totalFailureLimit times that it may fail in one stage, in distinct samples
 * @param inconclusiveLimit evaluations in a row that may know no value
 * @param errorLimit evaluations in a row in which the source may fail or not answer
 * @param weight its part in the score that a validation must reach, where that has a {@code passScore}; by default 1
 * @param critical whether it must hold, whatever the score
 * @param dryRun judged and shown, and of no consequence
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Check(
        Name metric,
        Condition expect,
        Optional<Span> warmUp,
        OptionalInt failureLimit,
        OptionalInt totalFailureLimit,
        OptionalInt inconclusiveLimit,
        OptionalInt errorLimit,
        OptionalInt weight,
        Optional<Boolean> critical,
        Optional<Boolean> dryRun) {
    private static final int LIMIT_MAX = 10_000;
    private static final int WEIGHT_MAX = 1_000;

    public Check {
        Require.present("metric", metric);
        Require.present("expect", expect);
        warmUp = Require.orElse(warmUp, Optional.empty());
        failureLimit = between("failureLimit", failureLimit, LIMIT_MAX);
        totalFailureLimit = between("totalFailureLimit", totalFailureLimit, LIMIT_MAX);
        inconclusiveLimit = between("inconclusiveLimit", inconclusiveLimit, LIMIT_MAX);
        errorLimit = between("errorLimit", errorLimit, LIMIT_MAX);
        weight = between("weight", weight, WEIGHT_MAX);
        critical = Require.orElse(critical, Optional.empty());
        dryRun = Require.orElse(dryRun, Optional.empty());
        Require.that(
                !critical.orElse(false) || !dryRun.orElse(false),
                "dryRun",
                "expected at most one of critical and dryRun");
    }

    /** One that counts once and has no limits of its own. */
    public Check(Name metric, Condition expect) {
        this(
                metric,
                expect,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static OptionalInt between(String field, OptionalInt value, int most) {
        OptionalInt given = Require.orElse(value, OptionalInt.empty());
        given.ifPresent(number -> Require.that(number >= 1 && number <= most, field, "expected 1 to " + most));
        return given;
    }

    /** Whether it must hold, whatever the score. */
    public boolean mustHold() {
        return critical.orElse(false);
    }

    /** Whether it is of no consequence. */
    public boolean onlyShown() {
        return dryRun.orElse(false);
    }

    /** Its part in the score; what is only shown has none. */
    public int share() {
        return onlyShown() ? 0 : weight.orElse(1);
    }

    /** Whether it says more than a bound and what that counts. */
    boolean limited() {
        return warmUp.isPresent()
                || failureLimit.isPresent()
                || totalFailureLimit.isPresent()
                || inconclusiveLimit.isPresent()
                || errorLimit.isPresent();
    }
}
