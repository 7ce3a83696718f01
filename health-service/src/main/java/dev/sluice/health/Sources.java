package dev.sluice.health;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Target;
import dev.sluice.health.call.Calls;
import dev.sluice.health.haproxy.CountedServers;
import dev.sluice.health.json.JsonSource;
import dev.sluice.health.kubernetes.KubernetesSource;
import dev.sluice.health.network.HostNames;
import dev.sluice.health.network.NetworkSource;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.port.MetricSources;
import dev.sluice.health.prometheus.PrometheusSource;
import dev.sluice.health.pushed.PushedSamples;
import dev.sluice.health.registry.RegistrySource;
import dev.sluice.health.scrape.Scrapers;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** The adapter for each type of source. */
@ApplicationScoped
public class Sources implements MetricSources {
    private final Calls calls;
    private final Scrapers scrapers;
    private final PushedSamples pushed;
    private final HostNames names;
    private final Supplier<KubernetesClient> cluster;
    private final InstantSource clock;

    @Inject
    Sources(
            Calls calls,
            Scrapers scrapers,
            PushedSamples pushed,
            HostNames names,
            Instance<KubernetesClient> cluster,
            InstantSource clock) {
        this(calls, scrapers, pushed, names, cluster::get, clock);
    }

    /** @param cluster asked for when the first source of a cluster is read, so that nobody needs one before */
    public Sources(
            Calls calls,
            Scrapers scrapers,
            PushedSamples pushed,
            HostNames names,
            Supplier<KubernetesClient> cluster,
            InstantSource clock) {
        this.calls = calls;
        this.names = names;
        this.cluster = cluster;
        this.scrapers = scrapers;
        this.pushed = pushed;
        this.clock = clock;
    }

    @Override
    public MetricSource open(Target target, String version, Source source, List<Metric> metrics) {
        return switch (source) {
            case Source.Prometheus prometheus -> new PrometheusSource(prometheus, calls);
            case Source.Scrape scrape -> scrapers.open(scrape, metrics);
            case Source.HaproxyStats haproxy -> scrapers.open(CountedServers.watched(haproxy), metrics);
            case Source.Json json -> new JsonSource(json, calls, clock);
            case Source.Pushed push -> pushed.open(target, version, push);
            case Source.Network network -> new NetworkSource(network, names, clock);
            case Source.Registry registry -> new RegistrySource(registry, calls, clock);
            case Source.Kubernetes kubernetes -> new KubernetesSource(kubernetes, cluster, clock);
        };
    }
}
