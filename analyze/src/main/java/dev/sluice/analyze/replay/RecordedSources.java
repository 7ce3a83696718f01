package dev.sluice.analyze.replay;

import dev.sluice.analyze.recording.Recording;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Target;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.port.MetricSources;
import dev.sluice.simulation.broker.Client;
import dev.sluice.simulation.kernel.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Sources that answer at once with what was recorded at this moment. */
final class RecordedSources {
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private final Recording recording;
    private final Calendar calendar;
    private final Scheduler scheduler;

    RecordedSources(Recording recording, Calendar calendar, Scheduler scheduler) {
        this.recording = recording;
        this.calendar = calendar;
        this.scheduler = scheduler;
    }

    MetricSources of(Client client) {
        return new MetricSources() {
            @Override
            public MetricSource open(Target target, String version, Source source, List<Metric> metrics) {
                return new MetricSource() {
                    @Override
                    public void sample(List<Metric> wanted, Consumer<Answer> to) {
                        wanted.forEach(metric -> ask(client, metric, to));
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }

    private void ask(Client client, Metric metric, Consumer<MetricSource.Answer> to) {
        Sample sample = recording.at(metric.name(), calendar.now());
        scheduler.after(AT_ONCE, () -> client.run(() -> to.accept(new MetricSource.Answer(metric, sample))));
    }
}
