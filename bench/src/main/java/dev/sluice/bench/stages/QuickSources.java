package dev.sluice.bench.stages;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Target;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.port.MetricSources;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Sources that answer at once, with a fresh and healthy sample of every metric, from a thread of their own. They are a
 * fake: what a real source costs, in requests and in waiting, is not in what is measured; what its answers cost is.
 */
final class QuickSources implements MetricSources {
    /** Within every bound of the crowd's plan. */
    private static final double HEALTHY = 0.0001;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().name("quick-source").daemon(true).unstarted(task));
    private final Rounds rounds;

    QuickSources(Rounds rounds) {
        this.rounds = rounds;
    }

    @Override
    public MetricSource open(Target target, String version, Source source, List<Metric> metrics) {
        Rounds.Of mine = rounds.open();
        return new MetricSource() {
            @Override
            public void sample(List<Metric> wanted, Consumer<Answer> to) {
                if (wanted.stream().anyMatch(metric -> metric.name().equals(Crowd.OF_TRIGGERS))) {
                    mine.began(System.nanoTime());
                }
                thread.execute(() -> wanted.forEach(
                        metric -> to.accept(new Answer(metric, new Sample.Value(HEALTHY, Instant.now())))));
            }

            @Override
            public void close() {}
        };
    }
}
