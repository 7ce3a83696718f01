package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A router that is an object of the Kubernetes API. It stands in the target's namespace unless the plan names another.
 * Whatever the plan does not name there stays as it is.
 */
public sealed interface ClusterRouter extends Router {
    Optional<String> namespace();

    /** The names of the Services that it sends the target's traffic to. */
    @JsonIgnore
    List<String> services();

    ClusterRouter inNamespaceOr(String otherwise);

    /** Where it is; a plan names it, if only by its target. */
    default String home() {
        return namespace().orElseThrow(() -> new IllegalStateException("router " + name() + " is of no plan"));
    }

    /**
     * Routes of an Istio VirtualService. Without {@code routes}, {@code tls} and {@code tcp} it is every route that leads
     * to the stable or the candidate destination; all of them get the same split. A route that delegates is followed.
     *
     * @param namespace by default the target's
     * @param virtualService the VirtualService's name
     * @param routes http routes by their names
     * @param tls tls routes by one of their SNI hosts
     * @param tcp tcp routes by their port
     * @param stable where the stable version is; a destination of these routes
     * @param candidate where the new version is; a destination of these routes, at the start with weight 0
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Istio(
            Name name,
            boolean splits,
            Optional<String> namespace,
            String virtualService,
            List<String> routes,
            List<String> tls,
            List<Integer> tcp,
            Destination stable,
            Destination candidate)
            implements ClusterRouter {
        public Istio {
            Require.present("name", name);
            namespace = Require.orElse(namespace, Optional.empty());
            KubernetesNames.namespace(namespace);
            Require.present("virtualService", virtualService);
            KubernetesNames.named("virtualService", "a VirtualService's", virtualService);
            routes = Require.listOrEmpty(routes);
            routes.forEach(each -> Require.text("routes", each));
            tls = Require.listOrEmpty(tls);
            tls.forEach(each -> Require.matching("tls", each, KubernetesNames.HOST, KubernetesNames.HOST_EXPECTED));
            tcp = Require.listOrEmpty(tcp);
            tcp.forEach(each -> KubernetesNames.port("tcp", each));
            Require.present("stable", stable);
            Require.present("candidate", candidate);
            Require.that(
                    !stable.equals(candidate), "candidate", "expected another destination than stable's: host, subset");
        }

        @Override
        public List<String> services() {
            return List.of(stable.service(), candidate.service());
        }

        /** Whether http routes may be among those that it splits. */
        public boolean splitsHttp() {
            return !routes.isEmpty() || (tls.isEmpty() && tcp.isEmpty());
        }

        @Override
        public Istio inNamespaceOr(String otherwise) {
            Optional<String> home = Optional.of(namespace.orElse(otherwise));
            return new Istio(name, splits, home, virtualService, routes, tls, tcp, stable, candidate);
        }
    }

    /**
     * A destination as Istio knows it.
     *
     * @param host as the route names it; a Service's short name and its full one count as the same
     * @param subset which of the host's subsets, where the versions differ in that
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Destination(String host, Optional<String> subset) {
        public Destination {
            Require.matching("host", host, KubernetesNames.HOST, KubernetesNames.HOST_EXPECTED);
            subset = Require.orElse(subset, Optional.empty());
            subset.ifPresent(each -> KubernetesNames.named("subset", "a subset's", each));
        }

        String service() {
            int dot = host.indexOf('.');
            return dot < 0 ? host : host.substring(0, dot);
        }
    }

    /**
     * Rules of an HTTPRoute or GRPCRoute of the Gateway API. Without {@code rules} it is every rule that leads to the
     * stable or the candidate Service; all of them get the same split.
     *
     * @param namespace by default the target's
     * @param kind HTTPRoute, or GRPCRoute
     * @param route the route's name
     * @param rules by their names
     * @param stable where the stable version is; a backend of these rules
     * @param candidate where the new version is; a backend of these rules, at the start with weight 0
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record GatewayApi(
            Name name,
            boolean splits,
            Optional<String> namespace,
            RouteKind kind,
            String route,
            List<String> rules,
            Backend stable,
            Backend candidate)
            implements ClusterRouter {
        public GatewayApi {
            Require.present("name", name);
            namespace = Require.orElse(namespace, Optional.empty());
            KubernetesNames.namespace(namespace);
            kind = Require.orElse(kind, RouteKind.HTTP);
            Require.present("route", route);
            KubernetesNames.named("route", "a route's", route);
            rules = KubernetesNames.allNamed("rules", "a rule's", rules);
            Require.present("stable", stable);
            Require.present("candidate", candidate);
            Require.that(!stable.equals(candidate), "candidate", "expected another backend than stable's");
        }

        @Override
        public List<String> services() {
            return List.of(stable.service(), candidate.service());
        }

        @Override
        public GatewayApi inNamespaceOr(String otherwise) {
            Optional<String> home = Optional.of(namespace.orElse(otherwise));
            return new GatewayApi(name, splits, home, kind, route, rules, stable, candidate);
        }
    }

    /** The kinds of routes that have weights. */
    enum RouteKind {
        @JsonProperty("HTTPRoute")
        HTTP("HTTPRoute", "httproutes"),
        @JsonProperty("GRPCRoute")
        GRPC("GRPCRoute", "grpcroutes");

        private final String kind;
        private final String plural;

        RouteKind(String kind, String plural) {
            this.kind = kind;
            this.plural = plural;
        }

        public String kind() {
            return kind;
        }

        public String plural() {
            return plural;
        }
    }

    /**
     * A Service as a backendRef names it.
     *
     * @param service the Service's name
     * @param port only where several refs to one Service differ in it
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Backend(String service, Optional<Integer> port) {
        public Backend {
            Require.present("service", service);
            KubernetesNames.named("service", "a Service's", service);
            port = Require.orElse(port, Optional.empty());
            port.ifPresent(each -> KubernetesNames.port("port", each));
        }
    }

    /**
     * An Ingress of ingress-nginx with a canary Ingress beside it, whose annotations are set. A canary Ingress that is not
     * there is made from the stable one.
     *
     * @param namespace by default the target's
     * @param ingress the stable version's Ingress
     * @param canaryIngress by default the Ingress's name and {@code -canary}
     * @param stableService the backend of the Ingress
     * @param candidateService the backend of the canary Ingress
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record NginxIngress(
            Name name,
            boolean splits,
            Optional<String> namespace,
            String ingress,
            String canaryIngress,
            String stableService,
            String candidateService)
            implements ClusterRouter {
        public NginxIngress {
            Require.present("name", name);
            namespace = Require.orElse(namespace, Optional.empty());
            KubernetesNames.namespace(namespace);
            Require.present("ingress", ingress);
            KubernetesNames.named("ingress", "an Ingress's", ingress);
            canaryIngress = Require.orElse(canaryIngress, ingress + "-canary");
            KubernetesNames.named("canaryIngress", "an Ingress's", canaryIngress);
            Require.that(
                    !canaryIngress.equals(ingress), "canaryIngress", "expected another name than the Ingress's own");
            Require.present("stableService", stableService);
            KubernetesNames.named("stableService", "a Service's", stableService);
            Require.present("candidateService", candidateService);
            KubernetesNames.named("candidateService", "a Service's", candidateService);
            Require.that(
                    !stableService.equals(candidateService),
                    "candidateService",
                    "expected another Service than stable's");
        }

        @Override
        public List<String> services() {
            return List.of(stableService, candidateService);
        }

        @Override
        public NginxIngress inNamespaceOr(String otherwise) {
            Optional<String> home = Optional.of(namespace.orElse(otherwise));
            return new NginxIngress(name, splits, home, ingress, canaryIngress, stableService, candidateService);
        }
    }

    /**
     * The selector of a Service: the cut-over of a blue/green deployment. It has no shares: it stays on stable until a
     * stage gives the candidate 100 %.
     *
     * @param namespace by default the target's
     * @param service the Service's name
     * @param stable the labels of the selector that choose the stable version's pods
     * @param candidate the same labels, with the values of the candidate's
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Service(
            Name name,
            boolean splits,
            Optional<String> namespace,
            String service,
            Map<String, String> stable,
            Map<String, String> candidate)
            implements ClusterRouter {
        public Service {
            Require.present("name", name);
            namespace = Require.orElse(namespace, Optional.empty());
            KubernetesNames.namespace(namespace);
            Require.present("service", service);
            KubernetesNames.named("service", "a Service's", service);
            Require.present("stable", stable);
            stable = KubernetesNames.labels("stable", stable);
            Require.present("candidate", candidate);
            candidate = KubernetesNames.labels("candidate", candidate);
            Require.that(
                    stable.keySet().equals(candidate.keySet()),
                    "candidate",
                    "expected the same labels as stable's, with other values: " + String.join(", ", stable.keySet()));
            Require.that(!stable.equals(candidate), "candidate", "expected other values than stable's");
        }

        @Override
        public List<String> services() {
            return List.of(service);
        }

        @Override
        public Weight share(Weight stage) {
            return stage.equals(Weight.FULL) ? Weight.FULL : Weight.ZERO;
        }

        @Override
        public Service inNamespaceOr(String otherwise) {
            return new Service(name, splits, Optional.of(namespace.orElse(otherwise)), service, stable, candidate);
        }
    }
}
