package dev.sluice.health;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.health.port.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The sources of one rollout, open as long as it is. */
final class OpenSources {
    private final Surroundings around;
    private final Plan plan;
    private final Map<Name, MetricSource> open = new HashMap<>();
    private boolean closed;

    OpenSources(Surroundings around, Plan plan) {
        this.around = around;
        this.plan = plan;
        for (Source source : plan.sources()) {
            List<Metric> metrics = plan.metrics().stream()
                    .filter(metric -> metric.source().equals(source.name()))
                    .toList();
            if (!metrics.isEmpty()) {
                open.put(source.name(), around.sources().open(plan.target(), plan.version(), source, metrics));
            }
        }
    }

    /**
     * Asks each source once for all of these that it has. Each answer comes on the loop, by itself; the time at which it
     * was read is taken before it waits for the loop.
     */
    void ask(Collection<Name> metrics, Consumer<Sampled> to) {
        Map<Name, List<Metric>> bySource = new LinkedHashMap<>();
        for (Name name : metrics) {
            Metric metric = plan.metric(name);
            bySource.computeIfAbsent(metric.source(), source -> new ArrayList<>())
                    .add(metric);
        }
        long asked = around.loop().nanoTime();
        bySource.forEach((name, list) -> ask(plan.source(name), list, asked, to));
    }

    private void ask(Source source, List<Metric> metrics, long asked, Consumer<Sampled> to) {
        MetricSource opened = open.get(source.name());
        if (opened == null) {
            throw new IllegalStateException("source " + source.name() + " was not opened");
        }
        opened.sample(metrics, answer -> {
            Instant readAt = around.clock().instant();
            Duration took = Duration.ofNanos(around.loop().nanoTime() - asked);
            around.meters().sampled(source, answer.sample(), took, readAt);
            around.loop().post(() -> {
                if (!closed) {
                    to.accept(new Sampled(answer.metric(), answer.sample(), readAt));
                }
            });
        });
    }

    void close() {
        closed = true;
        open.values().forEach(MetricSource::close);
    }
}
