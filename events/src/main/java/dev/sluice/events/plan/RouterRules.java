package dev.sluice.events.plan;

import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What each kind of router can do, and what two of them must not do to each other: a plan that asks for more is refused,
 * naming the stage and the router.
 */
final class RouterRules {
    private static final Span CLOUDFLARE_SHORTEST = Span.ofMinutes(30);

    private RouterRules() {}

    /** The routers with the target's namespace where they name none. */
    static List<Router> complete(Target target, List<Router> routers) {
        return routers.stream()
                .map(router -> router instanceof ClusterRouter of ? of.inNamespaceOr(target.namespace()) : router)
                .toList();
    }

    static void check(List<Router> splitters, List<Stage> stages) {
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            String field = "stages[" + i + "]";
            for (Router router : splitters) {
                share(field + ".weight", router, stage.weight());
                stage.header().ifPresent(match -> can(field + ".header", router, header(router, match)));
                stage.cookie().ifPresent(match -> can(field + ".cookie", router, cookie(router, match)));
                stage.mirror().ifPresent(share -> can(field + ".mirror", router, mirror(router, share)));
                stage.affinity().ifPresent(affinity -> can(field + ".affinity", router, affinity(router, affinity)));
            }
        }
        services(splitters);
    }

    /** What must not be written by two routers of one plan. */
    static Object place(Router router) {
        return switch (router) {
            case Router.Haproxy haproxy -> List.of(haproxy.address(), haproxy.weights(), haproxy.percent());
            case Router.Envoy envoy -> List.of(envoy.admin(), envoy.key());
            case Router.Http http -> http.url();
            case ClusterRouter.Istio istio ->
                List.of(
                        "VirtualService",
                        istio.home(),
                        istio.virtualService(),
                        istio.routes(),
                        istio.tls(),
                        istio.tcp());
            case ClusterRouter.GatewayApi gateway ->
                List.of(gateway.kind().kind(), gateway.home(), gateway.route(), gateway.rules());
            case ClusterRouter.NginxIngress nginx -> List.of("Ingress", nginx.home(), nginx.canaryIngress());
            case ClusterRouter.Service service -> List.of("Service", service.home(), service.service());
            case CloudRouter.Alb alb -> alb.rule();
            case CloudRouter.Cloudflare cloudflare -> cloudflare.loadBalancer();
        };
    }

    /**
     * A Service whose selector is patched must not stand behind another router: subsets of it would be emptied, and what
     * the other calls stable would be the candidate.
     */
    private static void services(List<Router> splitters) {
        for (Router router : splitters) {
            if (router instanceof ClusterRouter.Service cutOver) {
                for (Router other : splitters) {
                    boolean leadsThere = other instanceof ClusterRouter leading
                            && !(other instanceof ClusterRouter.Service)
                            && leading.home().equals(cutOver.home())
                            && leading.services().contains(cutOver.service());
                    Require.that(
                            !leadsThere,
                            "routers",
                            "expected another Service at router " + cutOver.name() + ": router " + other.name()
                                    + " sends traffic to Service " + cutOver.service()
                                    + ", which would be emptied of the stable version's pods");
                }
            }
        }
    }

    private static void can(String field, Router router, Optional<String> obstacle) {
        Require.that(
                obstacle.isEmpty(), field, "can't be done by router " + router.name() + ": " + obstacle.orElse(""));
    }

    private static void share(String field, Router router, Weight weight) {
        switch (router) {
            case Router.Haproxy haproxy
            when haproxy.weights().isPresent() ->
                serverWeights(field, router, weight, haproxy.weights().get());
            case Router.Haproxy haproxy -> wholePercent(field, router, weight);
            case Router.Http http -> wholePercent(field, router, weight);
            case CloudRouter.Cloudflare cloudflare -> wholePercent(field, router, weight);
            case CloudRouter.Alb alb -> targetGroups(field, router, weight);
            case Router.Envoy anyShare -> {}
            case ClusterRouter anyShare -> {}
        }
    }

    private static void wholePercent(String field, Router router, Weight weight) {
        Require.that(
                weight.wholePercent(),
                field,
                "expected a whole percentage, which router " + router.name() + " takes, found " + weight);
    }

    private static void serverWeights(String field, Router router, Weight weight, Router.Weights servers) {
        int stable = servers.stable().size();
        int candidate = servers.candidate().size();
        ServerWeights needed = ServerWeights.least(weight, stable, candidate);
        Require.that(
                ServerWeights.exact(weight, stable, candidate).isPresent(),
                field,
                "expected a share that router " + router.name() + " can express exactly: " + weight + " over " + stable
                        + " stable and " + candidate + " candidate servers needs the weights " + needed.stable()
                        + " and "
                        + needed.candidate() + ", and HAProxy takes at most " + ServerWeights.MAX);
    }

    private static void targetGroups(String field, Router router, Weight weight) {
        int all = Weight.FULL.basisPoints();
        int factor = BigInteger.valueOf(weight.basisPoints())
                .gcd(BigInteger.valueOf(all))
                .intValue();
        int candidate = weight.basisPoints() / factor;
        int stable = all / factor - candidate;
        Require.that(
                Math.max(stable, candidate) <= CloudRouter.Alb.WEIGHT_MAX,
                field,
                "expected a share that router " + router.name() + " can express exactly: " + weight
                        + " needs the weights " + stable + " and " + candidate + ", and AWS takes at most "
                        + CloudRouter.Alb.WEIGHT_MAX);
    }

    private static Optional<String> header(Router router, HeaderMatch match) {
        return switch (router) {
            case Router.Haproxy haproxy -> unless(haproxy.map().isPresent(), "without a map; expected its field map");
            case Router.Envoy envoy ->
                unless(
                        envoy.header().equals(Optional.of(match)),
                        "its field header, which says what its configuration matches, is "
                                + envoy.header()
                                        .map(has -> has.name() + ": " + has.value())
                                        .orElse("missing"));
            case Router.Http http -> Optional.empty();
            case ClusterRouter.Istio istio -> unless(istio.splitsHttp(), "its tls and tcp routes know no headers");
            case ClusterRouter.GatewayApi gateway -> Optional.empty();
            case ClusterRouter.NginxIngress nginx -> Optional.empty();
            case ClusterRouter.Service service -> Optional.of("a Service knows no headers");
            case CloudRouter cloud -> Optional.of("it forwards by weights alone");
        };
    }

    private static Optional<String> cookie(Router router, CookieMatch match) {
        return switch (router) {
            case ClusterRouter.Istio istio -> unless(istio.splitsHttp(), "its tls and tcp routes know no cookies");
            case ClusterRouter.GatewayApi gateway ->
                unless(gateway.kind() == ClusterRouter.RouteKind.HTTP, "a GRPCRoute knows no cookies");
            case ClusterRouter.NginxIngress nginx ->
                unless(match.value().equals("always"), "ingress-nginx takes a cookie of the value always alone");
            case ClusterRouter.Service service -> Optional.of("a Service knows no cookies");
            case CloudRouter cloud -> Optional.of("it forwards by weights alone");
            case Router.Haproxy haproxy -> Optional.of("its maps choose by header; expected header instead");
            case Router.Envoy envoy -> Optional.of("its runtime keys choose by header; expected header instead");
            case Router.Http http -> Optional.of("its contract knows headers; expected header instead");
        };
    }

    private static Optional<String> mirror(Router router, Weight share) {
        return switch (router) {
            case ClusterRouter.Istio istio -> unless(istio.splitsHttp(), "tls and tcp routes mirror nothing");
            case ClusterRouter.GatewayApi gateway ->
                unless(share.equals(Weight.FULL), "the Gateway API mirrors all requests; expected 100%");
            case ClusterRouter.NginxIngress nginx -> Optional.of("it mirrors nothing");
            case ClusterRouter.Service service -> Optional.of("a Service mirrors nothing");
            case CloudRouter cloud -> Optional.of("it mirrors nothing");
            case Router.Haproxy haproxy -> Optional.of("it mirrors nothing");
            case Router.Envoy envoy -> Optional.of("it mirrors nothing by runtime keys");
            case Router.Http http -> Optional.of("its contract knows no mirrors");
        };
    }

    private static Optional<String> affinity(Router router, Affinity affinity) {
        return switch (router) {
            case ClusterRouter.NginxIngress nginx -> Optional.empty();
            case CloudRouter.Alb alb -> Optional.empty();
            case CloudRouter.Cloudflare cloudflare ->
                unless(
                        affinity.maxAge().compareTo(CLOUDFLARE_SHORTEST) >= 0,
                        "Cloudflare keeps clients for " + CLOUDFLARE_SHORTEST + " at least");
            case ClusterRouter.Istio istio -> Optional.of("Istio keeps no client on one of several weighted subsets");
            case ClusterRouter.GatewayApi gateway ->
                Optional.of("session persistence is no part of the Gateway API's standard channel");
            case ClusterRouter.Service service -> Optional.of("a Service knows no cookies");
            case Router.Haproxy haproxy ->
                Optional.of("the cookie of its backend is a matter of its configuration, where it is respected");
            case Router.Envoy envoy -> Optional.of("it is a matter of its configuration");
            case Router.Http http -> Optional.of("its contract knows no cookies");
        };
    }

    private static Optional<String> unless(boolean can, String obstacle) {
        return can ? Optional.empty() : Optional.of(obstacle);
    }
}
