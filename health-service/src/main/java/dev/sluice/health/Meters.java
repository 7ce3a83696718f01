package dev.sluice.health;

import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.plan.Source;
import dev.sluice.health.domain.Sample;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** The service's own metrics. */
@ApplicationScoped
public class Meters {
    private final MeterRegistry registry;
    private final AtomicInteger observed = new AtomicInteger();

    @Inject
    public Meters(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("sluice.health.rollouts.observed", observed);
    }

    /** Open rollouts of the partitions that this instance acts for. */
    void observed(int rollouts) {
        observed.set(rollouts);
    }

    void evaluated(StageEvaluated.Kind kind, StageEvaluated evaluation) {
        registry.counter(
                        "sluice.health.evaluations",
                        "kind",
                        kind.name().toLowerCase(Locale.ROOT),
                        "verdict",
                        evaluation.verdict().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** One answer of a source: how long it took, what it was, how old the sample. */
    void sampled(Source source, Sample sample, Duration took, Instant readAt) {
        String type = type(source);
        registry.timer("sluice.health.source.calls", "type", type, "outcome", outcome(sample))
                .record(took);
        if (sample instanceof Sample.Value value) {
            Duration age = Duration.between(value.sampledAt(), readAt);
            registry.timer("sluice.health.sample.age", "type", type).record(age.isNegative() ? Duration.ZERO : age);
        }
    }

    void fact(String type, boolean appended) {
        registry.counter("sluice.health.facts", "type", type, "outcome", appended ? "appended" : "failed")
                .increment();
    }

    /** A measurement that was not sent, since too many are under way. */
    void measurementDropped() {
        registry.counter("sluice.health.measurements.dropped").increment();
    }

    /** A pushed sample, by what became of it. */
    public void pushed(String fate) {
        registry.counter("sluice.health.pushed.samples", "fate", fate).increment();
    }

    private static String type(Source source) {
        return switch (source) {
            case Source.Prometheus p -> "prometheus";
            case Source.Scrape s -> "scrape";
            case Source.HaproxyStats h -> "haproxy";
            case Source.Json j -> "json";
            case Source.Pushed p -> "pushed";
            case Source.Network n -> "network";
            case Source.Registry r -> "registry";
            case Source.Kubernetes k -> "kubernetes";
        };
    }

    private static String outcome(Sample sample) {
        return switch (sample) {
            case Sample.Value v -> "value";
            case Sample.Counts c -> "value";
            case Sample.Pair p -> "value";
            case Sample.NoData n -> "no-data";
            case Sample.Stale s -> "stale";
            case Sample.Failed f -> "failed";
        };
    }
}
