package dev.sluice.events.plan;

import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import java.util.List;

/** What is watched for trouble, on its own shorter period, from the first shift to the end. */
public record Triggers(Span every, List<Trigger> list) {
    static final Triggers EMPTY = new Triggers(Span.ofSeconds(10), List.of());

    public Triggers {
        every = Require.orElse(every, Span.ofSeconds(10));
        Require.that(
                every.millis() >= 200 && every.millis() <= 10_000,
                "every",
                "expected between 200ms and 10s: a longer period could not keep the 30 s promise");
        list = Require.listOrEmpty(list);
    }

    Triggers orDefaults(List<Metric> metrics) {
        return list.isEmpty() ? new Triggers(every, Defaults.triggers(metrics)) : this;
    }
}
