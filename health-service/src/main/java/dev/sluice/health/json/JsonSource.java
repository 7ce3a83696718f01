package dev.sluice.health.json;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.call.Calls;
import dev.sluice.health.call.Credentials;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The JSON of the candidate's instances. Each time it is asked, every instance gets one request, all in parallel, from
 * which all metrics are read; the sample's time is that of the asking, so that it is never made younger than it is.
 */
public final class JsonSource implements MetricSource {
    private final Source.Json source;
    private final Calls calls;
    private final InstantSource clock;

    public JsonSource(Source.Json source, Calls calls, InstantSource clock) {
        this.source = source;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public void sample(List<Metric> metrics, Consumer<Answer> to) {
        Thread.ofVirtual().name("json").start(() -> answer(metrics, to));
    }

    @Override
    public void close() {}

    private void answer(List<Metric> metrics, Consumer<Answer> to) {
        Instant at = clock.instant();
        List<Heard> heard;
        try {
            heard = instances();
        } catch (CallFailed e) {
            metrics.forEach(metric -> to.accept(new Answer(metric, new Sample.Failed(e.reason()))));
            return;
        } catch (RuntimeException e) {
            metrics.forEach(metric -> to.accept(new Answer(metric, new Sample.Failed("could not be asked: " + e))));
            return;
        }
        metrics.forEach(metric -> to.accept(new Answer(metric, read(metric.read(), heard, at))));
    }

    /** A secret that can't be read is our trouble, not the instances': then nobody is asked. */
    private List<Heard> instances() throws CallFailed {
        HttpRequest.Builder request = HttpRequest.newBuilder().header("Accept", "application/json, */*;q=0.1");
        source.headers().forEach(request::setHeader);
        Credentials.bearer(request, source.bearer());
        List<CompletableFuture<Heard>> asked = source.urls().stream()
                .map(url -> CompletableFuture.supplyAsync(
                        () -> ask(url, request.copy().uri(url).build()),
                        task -> Thread.ofVirtual().name("json").start(task)))
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private Heard ask(URI url, HttpRequest request) {
        try {
            return Heard.of(url, calls.shared(request, "", source.timeout().duration()));
        } catch (CallFailed e) {
            return new Heard.Silent(url, e.reason());
        }
    }

    private static Sample read(Reading reading, List<Heard> heard, Instant at) {
        try {
            return switch (reading) {
                case Reading.Json json -> PathReader.read(json, heard, at);
                case Reading.Status status -> StatusReader.read(heard, at);
                case Reading.Promql promql -> unfit();
                case Reading.Gauge gauge -> unfit();
                case Reading.Rate rate -> unfit();
                case Reading.Increase increase -> unfit();
                case Reading.Ratio ratio -> unfit();
                case Reading.Quantile quantile -> unfit();
                case Reading.Share share -> unfit();
                case Reading.Comparison comparison -> unfit();
                case Reading.Versus versus -> unfit();
                case Reading.Sample sample -> unfit();
                case Reading.Surroundings asked -> unfit();
            };
        } catch (RuntimeException e) {
            return new Sample.Failed("could not be read: " + e);
        }
    }

    private static Sample unfit() {
        return new Sample.Failed("expected a path or the status");
    }
}
