package dev.sluice.health.haproxy;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Eventually;
import dev.sluice.health.Page;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.scrape.Scrapers;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A real HAProxy before two pages, and what reads its counters. */
final class Edge implements AutoCloseable {
    static final Source.Servers CANDIDATE = new Source.Servers("shop", List.of("candidate-1"));
    static final Source.Servers SECOND = new Source.Servers("shop", List.of("candidate-2"));
    static final Source.Servers STABLE = new Source.Servers("shop", List.of("stable-1"));
    static final Source.Servers WHOLE = new Source.Servers("whole", List.of());
    private static final Name SOURCE = new Name("edge");

    final HttpClient client = HttpClient.newHttpClient();
    final Scrapers scrapers = new Scrapers(new Calls(client), InstantSource.system());
    final Page candidate = new Page().shows("hello");
    final Page stable = new Page().shows("hello");
    final RealHaproxy haproxy;

    /** @param second the port of the server candidate-2 */
    Edge(Path folder, int second) throws Exception {
        haproxy = new RealHaproxy(folder, stable.port(), candidate.port(), second);
    }

    /** Nobody listens where candidate-2 should be. */
    Edge(Path folder) throws Exception {
        this(folder, RealHaproxy.free());
    }

    static Metric metric(Reading reading) {
        return new Metric(new Name("m"), SOURCE, Unit.RATIO, reading);
    }

    static Metric gauge(String of) {
        return metric(new Reading.Gauge(of));
    }

    MetricSource open(Source.Servers servers, Metric... metrics) {
        return open(haproxy.tcp(), servers, STABLE, metrics);
    }

    MetricSource open(String address, Source.Servers servers, Source.Servers compared, Metric... metrics) {
        Source.HaproxyStats source = new Source.HaproxyStats(
                SOURCE,
                address,
                servers,
                Optional.of(compared),
                Span.ofMillis(100),
                Span.ofMillis(400),
                Span.ofSeconds(5));
        return scrapers.open(CountedServers.watched(source), List.of(metrics));
    }

    static Sample ask(MetricSource source, Metric metric) {
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        source.sample(List.of(metric), given -> answer.complete(given.sample()));
        return answer.orTimeout(5, TimeUnit.SECONDS).join();
    }

    static void awaitValue(MetricSource source, Metric metric, double expected) {
        Eventually.until(
                "a value of " + expected,
                () -> ask(source, metric) instanceof Sample.Value value && Math.abs(value.value() - expected) < 1e-9);
    }

    @Override
    public void close() throws InterruptedException {
        scrapers.close();
        haproxy.close();
        candidate.close();
        stable.close();
        client.close();
    }
}
