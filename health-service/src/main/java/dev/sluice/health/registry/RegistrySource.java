package dev.sluice.health.registry;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether a registry has an image. The manifest's head is asked for, so nothing is pulled; a password is sent only when the
 * registry demands one, and tokens are not kept.
 */
public final class RegistrySource implements MetricSource {
    private final Source.Registry source;
    private final Calls calls;
    private final InstantSource clock;

    public RegistrySource(Source.Registry source, Calls calls, InstantSource clock) {
        this.source = source;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public void sample(List<Metric> metrics, Consumer<Answer> to) {
        for (Metric metric : metrics) {
            Thread.ofVirtual().name("registry").start(() -> to.accept(new Answer(metric, answer(metric))));
        }
    }

    @Override
    public void close() {}

    private Sample answer(Metric metric) {
        if (!(metric.read() instanceof Reading.Image image)) {
            return new Sample.Failed("expected an image, found " + metric.read());
        }
        try {
            Calls way = source.ca().isPresent() ? calls.trusting(source.ca().get()) : calls;
            Sample found = new Visit(source, way).find(ImageName.of(image.of()), clock.instant());
            return found instanceof Sample.Failed failed ? failed.at(source.url()) : found;
        } catch (CallFailed e) {
            return new Sample.Failed(source.url() + ": " + e.reason());
        } catch (RuntimeException e) {
            return new Sample.Failed(source.url() + ": could not be asked: " + e);
        }
    }
}
