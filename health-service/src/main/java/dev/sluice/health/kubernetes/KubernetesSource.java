package dev.sluice.health.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Unit;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Objects of one namespace. Each is asked for by name, so that the right to get it is all that is needed. */
public final class KubernetesSource implements MetricSource {
    private final Source.Kubernetes source;
    private final Supplier<KubernetesClient> client;
    private final InstantSource clock;

    /** @param client asked for at each use; its trouble, such as none there, is the answer */
    public KubernetesSource(Source.Kubernetes source, Supplier<KubernetesClient> client, InstantSource clock) {
        this.source = source;
        this.client = client;
        this.clock = clock;
    }

    @Override
    public void sample(List<Metric> metrics, Consumer<Answer> to) {
        for (Metric metric : metrics) {
            Thread.ofVirtual().name("kubernetes").start(() -> to.accept(new Answer(metric, answer(metric))));
        }
    }

    @Override
    public void close() {}

    private Sample answer(Metric metric) {
        if (!(metric.read() instanceof Reading.OfObject asked)) {
            return new Sample.Failed("expected an object, found " + metric.read());
        }
        ObjectPath object = ObjectPath.of(source.namespace().orElse(""), asked.of());
        String accept = asked instanceof Reading.Present ? Api.METADATA : Api.WHOLE;
        try {
            Instant at = clock.instant();
            Api api = new Api(client.get());
            return switch (api.get(object, accept, source.timeout().duration())) {
                case Api.Answer.NoRight refused -> new Sample.Failed("no right to read: " + refused.said(), true);
                case Api.Answer.None none -> missing(asked, object, at);
                case Api.Answer.Object found -> read(asked, metric.unit(), found.tree(), at);
            };
        } catch (CallFailed e) {
            return new Sample.Failed(object + ": " + e.reason());
        } catch (RuntimeException e) {
            return new Sample.Failed(object + ": could not be asked: " + e);
        }
    }

    private static Sample missing(Reading.OfObject asked, ObjectPath object, Instant at) {
        return switch (asked) {
            case Reading.Present present -> new Sample.Value(0, at);
            case Reading.Keys keys -> new Sample.Value(0, at);
            case Reading.Ready ready -> new Sample.NoData("there is no " + object);
        };
    }

    private static Sample read(Reading.OfObject asked, Unit unit, JsonNode object, Instant at) {
        // What is being deleted can't be relied on, though it may take its time.
        boolean leaving = object.at("/metadata/deletionTimestamp").isTextual();
        return switch (asked) {
            case Reading.Present present -> new Sample.Value(leaving ? 0 : 1, at);
            case Reading.Keys keys ->
                new Sample.Value(
                        leaving
                                ? 0
                                : object.path("data").size()
                                        + object.path("binaryData").size(),
                        at);
            case Reading.Ready ready ->
                leaving
                        ? new Sample.NoData("it is being deleted")
                        : Replicas.of(object).sample(unit, at);
        };
    }
}
