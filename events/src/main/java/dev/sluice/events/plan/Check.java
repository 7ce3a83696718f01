package dev.sluice.events.plan;

import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;

/** What must be seen of a metric for a stage to count as healthy, e.g. {@code expect: "< 0.1%"}. */
public record Check(Name metric, Condition expect) {
    public Check {
        Require.present("metric", metric);
        Require.present("expect", expect);
    }
}
