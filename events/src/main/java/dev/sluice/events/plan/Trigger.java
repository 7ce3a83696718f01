package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A breach, e.g. {@code when: "> 0.5%"}, seen in this many distinct samples in a row, and what it does.
 *
 * @param noData what an answer without a number means: unknown (the verdict ages, and the safety net watches its age),
 *     or no breach, for metrics that have no value without traffic
 * @param total a breach too, once it was seen in so many distinct samples of one stage, in a row or not
 * @param warmUp from a stage's switch on, for which a sample is shown and counts for nothing
 * @param silentAfter a breach too, once nothing was known of the metric for so long, because its source fails, hangs or has
 *     no value; never shortened
 * @param dryRun judged and shown, and of no consequence
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Trigger(
        Name name,
        Name metric,
        Condition when,
        @JsonDeserialize(using = Counted.class) int consecutive,
        Reaction reaction,
        NoData noData,
        OptionalInt total,
        Optional<Span> warmUp,
        Optional<Span> silentAfter,
        Optional<Boolean> dryRun) {
    /** What an answer without a number means to a trigger. */
    public enum NoData {
        @com.fasterxml.jackson.annotation.JsonProperty("unknown")
        UNKNOWN,
        @com.fasterxml.jackson.annotation.JsonProperty("no-breach")
        NO_BREACH
    }

    public Trigger {
        Require.present("metric", metric);
        name = Require.orElse(name, metric);
        Require.present("when", when);
        consecutive = consecutive == 0 ? 1 : consecutive;
        Require.that(consecutive >= 1 && consecutive <= 100, "consecutive", "expected 1 to 100");
        reaction = Require.orElse(reaction, Reaction.ROLLBACK);
        noData = Require.orElse(noData, NoData.UNKNOWN);
        total = Require.orElse(total, OptionalInt.empty());
        total.ifPresent(number -> Require.that(number >= 1 && number <= 10_000, "total", "expected 1 to 10000"));
        warmUp = Require.orElse(warmUp, Optional.empty());
        dryRun = Require.orElse(dryRun, Optional.empty());
        silentAfter = Require.orElse(silentAfter, Optional.empty());
        silentAfter.ifPresent(span -> Require.that(
                span.compareTo(Span.ofSeconds(1)) >= 0 && span.compareTo(Span.ofDays(1)) <= 0,
                "silentAfter",
                "expected 1s to 1d, found " + span));
    }

    /** One without limits of its own. */
    public Trigger(Name name, Name metric, Condition when, int consecutive, Reaction reaction, NoData noData) {
        this(
                name,
                metric,
                when,
                consecutive,
                reaction,
                noData,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether it is of no consequence. */
    public boolean onlyShown() {
        return dryRun.orElse(false);
    }

    /** Whether a rollout is taken back by it, so that it must not be unknown for long. */
    public boolean decisive() {
        return reaction == Reaction.ROLLBACK && !onlyShown();
    }

    static Trigger of(Name metric, Condition when) {
        return new Trigger(metric, metric, when, 1, Reaction.ROLLBACK, NoData.UNKNOWN);
    }
}
