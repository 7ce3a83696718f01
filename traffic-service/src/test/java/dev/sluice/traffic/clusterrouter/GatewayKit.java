package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.ClusterRouter.Backend;
import dev.sluice.events.plan.ClusterRouter.RouteKind;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.clusterrouter.Traffic.Side;
import java.util.List;
import java.util.Optional;

/** A route as the Gateway API has it read: of the rules that match the one with the most headers, then its weights. */
record GatewayKit(RouteKind kind, boolean named) implements Kit {
    @Override
    public ClusterRouter.GatewayApi plan(String namespace) {
        return new ClusterRouter.GatewayApi(
                new Name("gateway"),
                false,
                Optional.of(namespace),
                kind,
                "checkout",
                named ? List.of("primary") : List.of(),
                new Backend("checkout-blue", Optional.empty()),
                new Backend("checkout-green", Optional.empty()));
    }

    @Override
    public List<ObjectNode> manifests(String namespace) {
        return List.of(Yaml.object("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: %s
                metadata: {name: checkout, namespace: %s}
                spec:
                  parentRefs: [{name: shared}]
                  rules:
                    - %s
                      backendRefs:
                        - {name: checkout-blue, port: 8080, weight: 1}
                        - {name: checkout-green, port: 8080, weight: 0}
                """.formatted(kind.kind(), namespace, named ? "name: primary" : "filters: []")));
    }

    @Override
    public Side side(Traffic.World world, String namespace, Optional<HeaderMatch> header, Traffic.Position position) {
        JsonNode rules = world.read(split(namespace)).orElseThrow().at("/spec/rules");
        JsonNode best = com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        int most = -1;
        for (JsonNode rule : rules) {
            int headers = headers(rule.path("matches"), header);
            if (headers > most) {
                most = headers;
                best = rule;
            }
        }
        return of(best.path("backendRefs"), position);
    }

    /** How many headers the best of its matches has; -1 when none matches. */
    private static int headers(JsonNode matches, Optional<HeaderMatch> sent) {
        int most = matches.isEmpty() ? 0 : -1;
        for (JsonNode match : matches) {
            boolean all = true;
            for (JsonNode wanted : match.path("headers")) {
                all &= sent.filter(has -> has.name()
                                        .equalsIgnoreCase(wanted.path("name").asText())
                                && has.value().equals(wanted.path("value").asText())
                                && wanted.path("type").asText("Exact").equals("Exact"))
                        .isPresent();
            }
            most = all ? Math.max(most, match.path("headers").size()) : most;
        }
        return most;
    }

    private static Side of(JsonNode refs, Traffic.Position position) {
        long stable = 0;
        long candidate = 0;
        for (JsonNode ref : refs) {
            long weight = ref.path("weight").asLong(1);
            switch (ref.path("name").asText()) {
                case "checkout-blue" -> stable += weight;
                case "checkout-green" -> candidate += weight;
                default -> throw new IllegalStateException(ref.toString());
            }
        }
        if (stable + candidate == 0) {
            return Side.NOBODY;
        }
        return position.of(candidate, stable + candidate) ? Side.CANDIDATE : Side.STABLE;
    }

    @Override
    public String binding() {
        return "router-gateway-api.yaml";
    }
}
