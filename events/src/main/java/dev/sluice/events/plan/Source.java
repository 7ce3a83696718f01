package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where measurements come from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Source.Prometheus.class, name = "prometheus"),
    @JsonSubTypes.Type(value = Source.Scrape.class, name = "scrape"),
    @JsonSubTypes.Type(value = Source.HaproxyStats.class, name = "haproxy"),
    @JsonSubTypes.Type(value = Source.Json.class, name = "json"),
    @JsonSubTypes.Type(value = Source.Pushed.class, name = "pushed"),
    @JsonSubTypes.Type(value = Source.Network.class, name = "network"),
    @JsonSubTypes.Type(value = Source.Registry.class, name = "registry"),
    @JsonSubTypes.Type(value = Source.Kubernetes.class, name = "kubernetes")
})
public sealed interface Source {
    Span DEFAULT_TIMEOUT = Span.ofSeconds(2);
    Span DEFAULT_STALE = Span.ofSeconds(60);
    int INSTANCES_MAX = 100;

    Name name();

    /**
     * The HTTP API of Prometheus, and of what speaks it (Thanos, Mimir, VictoriaMetrics); each query has the time limit
     * on its own.
     *
     * @param headers sent along, such as a tenant's X-Scope-OrgID; a header that carries a secret is refused
     * @param basic who asks, where a password is demanded; this or bearer
     * @param ca the path of a PEM file in the service, whose certificates alone vouch for an https address; by default
     *     those that Java trusts
     * @param instrumentation what its series are named after, for templates; by default prometheus
     * @param candidate which series are the candidate's: label matchers such as {@code job="shop",version="2"}, which every
     *     reading but promql needs
     * @param stable the same for stable, for comparisons
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Prometheus(
            Name name,
            URI url,
            Span timeout,
            Span staleAfter,
            Map<String, String> headers,
            Optional<SecretRef> bearer,
            Optional<Login> basic,
            Optional<String> ca,
            Optional<Instrumentation> instrumentation,
            Optional<String> candidate,
            Optional<String> stable)
            implements Source {
        public Prometheus {
            Require.present("name", name);
            Urls.http("url", url);
            timeout = limited(Require.orElse(timeout, DEFAULT_TIMEOUT));
            staleAfter = Require.orElse(staleAfter, DEFAULT_STALE);
            headers = Headers.plain("headers", headers);
            bearer = Require.orElse(bearer, Optional.empty());
            basic = Require.orElse(basic, Optional.empty());
            Require.that(bearer.isEmpty() || basic.isEmpty(), "basic", "expected at most one of 'bearer' and 'basic'");
            ca = Require.orElse(ca, Optional.empty());
            authority(ca, url);
            instrumentation = Require.orElse(instrumentation, Optional.empty());
            candidate = Require.orElse(candidate, Optional.empty());
            candidate.ifPresent(text -> LabelMatchers.check("candidate", text));
            stable = Require.orElse(stable, Optional.empty());
            stable.ifPresent(text -> LabelMatchers.check("stable", text));
            Require.that(
                    stable.isEmpty() || (candidate.isPresent() && !candidate.equals(stable)),
                    "stable",
                    "expected other series than the candidate's, and 'candidate' beside it");
        }

        /** Of queries that are written out alone. */
        public Prometheus(
                Name name,
                URI url,
                Span timeout,
                Span staleAfter,
                Map<String, String> headers,
                Optional<SecretRef> bearer,
                Optional<Login> basic,
                Optional<String> ca) {
            this(
                    name,
                    url,
                    timeout,
                    staleAfter,
                    headers,
                    bearer,
                    basic,
                    ca,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /**
     * The text exposition of the candidate's instances, read directly, every {@code every}.
     *
     * @param stable the instances of stable, for comparisons; may be empty
     * @param instrumentation what its series are named after, for templates; by default prometheus
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Scrape(
            Name name,
            List<URI> urls,
            List<URI> stable,
            Span every,
            Span timeout,
            Span staleAfter,
            Optional<Instrumentation> instrumentation)
            implements Source {
        public Scrape {
            Require.present("name", name);
            urls = Require.listOrEmpty(urls);
            Require.that(!urls.isEmpty(), "urls", "expected the address of at least one instance's metrics");
            urls.forEach(url -> Urls.http("urls", url));
            stable = Require.listOrEmpty(stable);
            stable.forEach(url -> Urls.http("stable", url));
            every = period(every);
            timeout = limited(Require.orElse(timeout, DEFAULT_TIMEOUT));
            staleAfter = Require.orElse(staleAfter, DEFAULT_STALE);
            instrumentation = Require.orElse(instrumentation, Optional.empty());
        }

        public Scrape(Name name, List<URI> urls, List<URI> stable, Span every, Span timeout, Span staleAfter) {
            this(name, urls, stable, every, timeout, staleAfter, Optional.empty());
        }
    }

    /**
     * What an HAProxy counted of each server, read from its stats socket every {@code every}, under the names of HAProxy's
     * own Prometheus exporter, such as {@code haproxy_server_http_responses_total}.
     *
     * @param address {@code tcp://host:port} or {@code unix:///path/of.sock}, of level user or above
     * @param candidate the servers that run the candidate
     * @param stable the servers that run the stable version, for comparisons
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record HaproxyStats(
            Name name,
            String address,
            Servers candidate,
            Optional<Servers> stable,
            Span every,
            Span timeout,
            Span staleAfter)
            implements Source {
        public HaproxyStats {
            Require.present("name", name);
            Require.matching("address", address, Router.HAPROXY_ADDRESS, Router.HAPROXY_ADDRESS_EXPECTED);
            Require.present("candidate", candidate);
            stable = Require.orElse(stable, Optional.empty());
            Require.that(
                    stable.isEmpty() || !stable.get().overlaps(candidate),
                    "stable",
                    "expected other servers than the candidate's: compared with itself it is never worse");
            every = period(every);
            timeout = limited(Require.orElse(timeout, DEFAULT_TIMEOUT));
            staleAfter = Require.orElse(staleAfter, DEFAULT_STALE);
        }
    }

    /**
     * Servers of a backend of HAProxy.
     *
     * @param servers their names; all servers of the backend when none is named
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Servers(String backend, List<String> servers) {
        public Servers {
            Require.matching("backend", backend, Router.HAPROXY_NAME, Router.HAPROXY_EXPECTED);
            servers = Require.listOrEmpty(servers);
            Require.that(servers.size() <= INSTANCES_MAX, "servers", "expected at most " + INSTANCES_MAX);
            servers.forEach(
                    server -> Require.matching("servers", server, Router.HAPROXY_NAME, Router.HAPROXY_EXPECTED));
        }

        boolean overlaps(Servers other) {
            boolean all = servers.isEmpty() || other.servers.isEmpty();
            return backend.equals(other.backend) && (all || servers.stream().anyMatch(other.servers::contains));
        }
    }

    /**
     * JSON over HTTP of the candidate's instances, such as a health endpoint. Each evaluation asks every instance once.
     *
     * @param headers sent along; a header that carries a secret is refused
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Json(Name name, List<URI> urls, Map<String, String> headers, Optional<SecretRef> bearer, Span timeout)
            implements Source {
        public Json {
            Require.present("name", name);
            urls = Require.listOrEmpty(urls);
            Require.that(
                    !urls.isEmpty() && urls.size() <= INSTANCES_MAX,
                    "urls",
                    "expected the address of at least one instance, and at most " + INSTANCES_MAX);
            urls.forEach(url -> Urls.http("urls", url));
            headers = Headers.plain("headers", headers);
            bearer = Require.orElse(bearer, Optional.empty());
            timeout = limited(Require.orElse(timeout, DEFAULT_TIMEOUT));
        }
    }

    /** Samples that the application publishes on {@code sluice.metrics}, judged on arrival. */
    record Pushed(Name name, Span staleAfter) implements Source {
        public Pushed {
            Require.present("name", name);
            staleAfter = Require.orElse(staleAfter, DEFAULT_STALE);
        }
    }

    private static Span period(@Nullable Span every) {
        Span period = Require.orElse(every, Span.ofSeconds(1));
        Require.that(period.millis() >= 100, "every", "expected at least 100ms");
        return period;
    }

    /** What names and connections are like from where health-service runs. */
    record Network(Name name, Span timeout) implements Source {
        public Network {
            Require.present("name", name);
            timeout = limited(Require.orElse(timeout, DEFAULT_TIMEOUT));
        }
    }

    /**
     * A registry of images, by the OCI distribution API. Where it demands a token, one is fetched as it says.
     *
     * @param basic who asks; this or bearer
     * @param ca the path of a PEM file in the service, whose certificates alone vouch for https addresses; by default
     *     those that Java trusts
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Registry(
            Name name, URI url, Optional<SecretRef> bearer, Optional<Login> basic, Optional<String> ca, Span timeout)
            implements Source {
        public Registry {
            Require.present("name", name);
            Urls.http("url", url);
            bearer = Require.orElse(bearer, Optional.empty());
            basic = Require.orElse(basic, Optional.empty());
            Require.that(bearer.isEmpty() || basic.isEmpty(), "basic", "expected at most one of 'bearer' and 'basic'");
            ca = Require.orElse(ca, Optional.empty());
            authority(ca, url);
            timeout = limited(Require.orElse(timeout, DEFAULT_TIMEOUT));
        }
    }

    /**
     * Objects of the Kubernetes API, as health-service may read them.
     *
     * @param namespace by default the target's
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Kubernetes(Name name, Optional<String> namespace, Span timeout) implements Source {
        public Kubernetes {
            Require.present("name", name);
            namespace = Require.orElse(namespace, Optional.empty());
            KubernetesNames.namespace(namespace);
            timeout = limited(Require.orElse(timeout, DEFAULT_TIMEOUT));
        }

        Kubernetes inNamespaceOr(String otherwise) {
            return new Kubernetes(name, Optional.of(namespace.orElse(otherwise)), timeout);
        }
    }

    private static void authority(Optional<String> ca, URI url) {
        ca.ifPresent(path ->
                Require.that(path.startsWith("/"), "ca", "expected an absolute path, found " + Refusal.shown(path)));
        Require.that(
                ca.isEmpty() || "https".equals(url.getScheme()),
                "ca",
                "expected an https address beside it: it says whose certificate is trusted");
    }

    private static Span limited(Span timeout) {
        Require.that(timeout.millis() >= 50 && timeout.millis() <= 10_000, "timeout", "expected between 50ms and 10s");
        return timeout;
    }
}
