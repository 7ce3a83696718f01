package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Weight;
import java.util.List;
import java.util.Optional;

/**
 * The judgement that lets a stage end. A failed one holds the stage; {@code failureLimit} failed ones in a row do what
 * {@code onLimit} says, and so does the deadline, counted from the stage's due time. No data is not a failure, and never
 * a success: it leads to the deadline.
 *
 * @param passScore the part of all weights whose checks must hold for an evaluation to be healthy; by default all of it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Validation(
        Span every,
        List<Check> checks,
        @JsonDeserialize(using = Counted.class) int failureLimit,
        OnLimit onLimit,
        Span deadline,
        Optional<Weight> passScore) {
    static final Validation EMPTY =
            new Validation(Span.ofSeconds(30), List.of(), 3, OnLimit.ROLLBACK, Span.ofMinutes(30), Optional.empty());

    /** What the limit does. */
    public enum OnLimit {
        /** The stage fails, and stable gets everything back. */
        @JsonProperty("rollback")
        ROLLBACK,
        /** The stage goes on waiting. */
        @JsonProperty("hold")
        HOLD
    }

    public Validation {
        every = Require.orElse(every, Span.ofSeconds(30));
        Require.that(every.millis() >= 200, "every", "expected at least 200ms");
        checks = Require.listOrEmpty(checks);
        failureLimit = failureLimit == 0 ? 3 : failureLimit;
        Require.that(failureLimit > 0, "failureLimit", "expected at least 1");
        onLimit = Require.orElse(onLimit, OnLimit.ROLLBACK);
        deadline = Require.orElse(deadline, Span.ofMinutes(30));
        passScore = Require.orElse(passScore, Optional.empty());
        Require.that(passScore.filter(Weight.ZERO::equals).isEmpty(), "passScore", "expected more than 0%");
    }

    /** The part of all weights that must hold. */
    public Weight score() {
        return passScore.orElse(Weight.FULL);
    }

    Validation orDefaults(List<Metric> metrics) {
        return checks.isEmpty()
                ? new Validation(every, Defaults.checks(metrics), failureLimit, onLimit, deadline, passScore)
                : this;
    }
}
