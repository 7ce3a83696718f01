package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Weight;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where traffic is split, and how that place is reached. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Router.Haproxy.class, name = "haproxy"),
    @JsonSubTypes.Type(value = ClusterRouter.Istio.class, name = "istio"),
    @JsonSubTypes.Type(value = ClusterRouter.GatewayApi.class, name = "gateway-api"),
    @JsonSubTypes.Type(value = ClusterRouter.NginxIngress.class, name = "nginx-ingress"),
    @JsonSubTypes.Type(value = ClusterRouter.Service.class, name = "service"),
    @JsonSubTypes.Type(value = Router.Envoy.class, name = "envoy"),
    @JsonSubTypes.Type(value = CloudRouter.Alb.class, name = "alb"),
    @JsonSubTypes.Type(value = CloudRouter.Cloudflare.class, name = "cloudflare"),
    @JsonSubTypes.Type(value = Router.Http.class, name = "http")
})
public sealed interface Router permits Router.Haproxy, Router.Envoy, Router.Http, ClusterRouter, CloudRouter {
    Name name();

    /** Whether it is the one that splits, in a chain; without meaning among entrances. */
    boolean splits();

    /** The candidate's share at this router in a stage with this weight: that weight, unless it knows no shares. */
    default Weight share(Weight stage) {
        return stage;
    }

    /**
     * HAProxy through its Runtime API. With {@code weights} one backend holds both groups of servers and their weights
     * are set; with {@code percent} the configuration reads the candidate's percentage from a map entry. The map, which
     * also holds the latch, is required with {@code percent} and recommended with {@code weights}.
     *
     * @param address {@code tcp://host:port} or {@code unix:///path/of.sock}
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Haproxy(
            Name name,
            boolean splits,
            String address,
            Optional<Weights> weights,
            Optional<Percent> percent,
            Optional<MapEntry> map)
            implements Router {
        public Haproxy {
            Require.present("name", name);
            Require.matching("address", address, HAPROXY_ADDRESS, HAPROXY_ADDRESS_EXPECTED);
            Require.that(
                    weights.isPresent() != percent.isPresent(),
                    "weights",
                    "expected exactly one of weights (one backend, two groups of servers) and percent (two backends)");
            Require.that(percent.isEmpty() || map.isPresent(), "map", "is missing: percent is kept in a map entry");
        }
    }

    /** One backend with servers of both versions. */
    record Weights(String backend, List<String> stable, List<String> candidate) {
        public Weights {
            Require.matching("backend", backend, HAPROXY_NAME, HAPROXY_EXPECTED);
            stable = servers("stable", stable);
            candidate = servers("candidate", candidate);
        }

        private static List<String> servers(String field, List<String> names) {
            List<String> servers = Require.listOrEmpty(names);
            Require.that(!servers.isEmpty(), field, "expected at least one server's name");
            servers.forEach(server -> Require.matching(field, server, HAPROXY_NAME, HAPROXY_EXPECTED));
            return servers;
        }
    }

    /** Two backends, chosen by a percentage in the map. */
    record Percent(String stableBackend, String candidateBackend) {
        public Percent {
            Require.matching("stableBackend", stableBackend, HAPROXY_NAME, HAPROXY_EXPECTED);
            Require.matching("candidateBackend", candidateBackend, HAPROXY_NAME, HAPROXY_EXPECTED);
        }
    }

    /** The map file as the configuration names it, and the key under which this target's entries stand. */
    record MapEntry(String file, String key) {
        private static final Pattern FILE = Pattern.compile("[\\x21-\\x7e&&[^;#]]{1,255}");

        public MapEntry {
            Require.matching("file", file, FILE, "the map's path exactly as HAProxy's configuration names it");
            Require.matching("key", key, HAPROXY_NAME, HAPROXY_EXPECTED);
        }
    }

    /** Any proxy that implements the HTTP router contract of docs/http-router-contract.md. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Http(Name name, boolean splits, URI url, Optional<SecretRef> bearer) implements Router {
        public Http {
            Require.present("name", name);
            Urls.http("url", url);
        }
    }

    /**
     * An Envoy of its own, through its admin address. Its configuration reads the candidate's share from runtime keys, as
     * deploy/envoy shows: {@code sluice.KEY.candidate}, of 10,000.
     *
     * @param admin the admin address
     * @param key under which this target's runtime keys stand
     * @param stableCluster for the count of requests
     * @param candidateCluster for the count of requests
     * @param header the one header that the configuration sends to the candidate while {@code sluice.KEY.header} is set
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Envoy(
            Name name,
            boolean splits,
            URI admin,
            String key,
            String stableCluster,
            String candidateCluster,
            Optional<HeaderMatch> header)
            implements Router {
        private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
        private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_-]{1,128}");
        private static final String CLUSTER_EXPECTED = "a cluster's name of letters, digits, '-' and '_'";

        public Envoy {
            Require.present("name", name);
            Urls.http("admin", admin);
            Require.matching("key", key, KEY, "lower-case letters, digits, '-' and '_', at most 63");
            Require.matching("stableCluster", stableCluster, CLUSTER, CLUSTER_EXPECTED);
            Require.matching("candidateCluster", candidateCluster, CLUSTER, CLUSTER_EXPECTED);
            header = Require.orElse(header, Optional.empty());
        }
    }

    Pattern HAPROXY_ADDRESS = Pattern.compile("tcp://(\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+):\\d{1,5}|unix:///.+");
    String HAPROXY_ADDRESS_EXPECTED = "the address of a stats socket, tcp://host:port or unix:///path/haproxy.sock";
    Pattern HAPROXY_NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");
    String HAPROXY_EXPECTED = "a name as HAProxy allows it: letters, digits, '-', '_', '.' and ':'";
}
