package dev.sluice.health;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Unit;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks a source for one metric and waits for the answer. */
public final class Asked {
    private Asked() {}

    public static Sample of(MetricSource source, Reading reading, Unit unit) {
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        Metric metric = new Metric(new Name("m"), new Name("source"), unit, reading);
        source.sample(List.of(metric), given -> answer.complete(given.sample()));
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
