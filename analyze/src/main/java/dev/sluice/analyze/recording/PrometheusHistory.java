package dev.sluice.analyze.recording;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.prometheus.PrometheusRange;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;

/** The past of a Prometheus: each query of a plan at each moment at which health-service would have asked it. */
public final class PrometheusHistory {
    /** More would take minutes to ask for, and gigabytes to hold. */
    private static final long MOMENTS_MAX = 500_000;
    /** A comparison takes two queries for each, one after the other. */
    private static final long COMPARED_MAX = 50_000;

    private final Plan plan;
    private final Optional<URI> url;
    private final Calls calls;

    /**
     * The history as a plan's sources have it.
     *
     * @param url asked in the place of the sources' own
     */
    public PrometheusHistory(Plan plan, Optional<URI> url) {
        this.plan = plan;
        this.url = url;
        this.calls = new Calls(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(3))
                .build());
    }

    /** Whether a metric can be asked for. */
    public boolean has(Metric metric) {
        return plan.source(metric.source()) instanceof Source.Prometheus;
    }

    /** Asks for these metrics, one after the other, every trigger period of the plan. */
    public Recording read(List<Metric> metrics, Instant from, Instant to) throws CallFailed {
        Duration step = plan.triggerPeriod().duration();
        Require.that(from.isBefore(to), "--from", "expected a time before --to, found " + from + " and " + to);
        boolean compares = metrics.stream().anyMatch(metric -> metric.read() instanceof Reading.Comparison);
        long most = compares ? COMPARED_MAX : MOMENTS_MAX;
        Require.that(
                Duration.between(from, to).dividedBy(step) <= most,
                "--from",
                "expected at most " + most + " moments, " + step.toMillis() + "ms apart, up to " + to);
        Map<Name, Series> series = new HashMap<>();
        for (Metric metric : metrics) {
            if (plan.source(metric.source()) instanceof Source.Prometheus source) {
                series.put(metric.name(), Series.of(asked(metric, source, from, to), step));
            }
        }
        List<String> asked = metrics.stream()
                .flatMap(metric -> plan.source(metric.source()) instanceof Source.Prometheus source
                        ? Stream.of(url.orElse(source.url()).toString())
                        : Stream.empty())
                .distinct()
                .toList();
        return new Recording(series, asked, List.of());
    }

    private NavigableMap<Instant, Sample> asked(Metric metric, Source.Prometheus source, Instant from, Instant to)
            throws CallFailed {
        try {
            return new PrometheusRange(source, url.orElse(source.url()), calls)
                    .samples(metric.read(), from, to, plan.triggerPeriod().duration());
        } catch (CallFailed e) {
            CallFailed named =
                    new CallFailed(url.orElse(source.url()) + ", asked for " + metric.name() + ": " + e.reason());
            named.initCause(e);
            throw named;
        }
    }
}
