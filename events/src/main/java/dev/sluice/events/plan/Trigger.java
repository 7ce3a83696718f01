package dev.sluice.events.plan;

import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;

/**
 * A breach, e.g. {@code when: "> 0.5%"}, seen in this many distinct samples in a row, and what it does.
 *
 * @param noData what an answer without a number means: unknown (the verdict ages, and the safety net watches its age),
 *     or no breach, for metrics that have no value without traffic
 */
public record Trigger(Name name, Name metric, Condition when, int consecutive, Reaction reaction, NoData noData) {
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
    }

    static Trigger of(Name metric, String when) {
        return new Trigger(metric, metric, Condition.parse(when), 1, Reaction.ROLLBACK, NoData.UNKNOWN);
    }
}
