package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.ClusterRouter.Destination;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.clusterrouter.Traffic.Side;
import java.util.List;
import java.util.Optional;

/** A VirtualService as Istio reads it: the first http route that matches, then its weights. */
record IstioKit() implements Kit {
    @Override
    public ClusterRouter.Istio plan(String namespace) {
        return new ClusterRouter.Istio(
                new Name("mesh"),
                false,
                Optional.of(namespace),
                "checkout",
                List.of("primary"),
                List.of(),
                List.of(),
                new Destination("checkout", Optional.of("v1")),
                new Destination("checkout", Optional.of("v2")));
    }

    @Override
    public List<ObjectNode> manifests(String namespace) {
        return List.of(Yaml.object("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: checkout, namespace: %s}
                spec:
                  hosts: [checkout]
                  http:
                    - name: primary
                      retries: {attempts: 3, perTryTimeout: 2s}
                      route:
                        - destination: {host: checkout, subset: v1}
                          weight: 100
                        - destination: {host: checkout, subset: v2}
                          weight: 0
                """.formatted(namespace)));
    }

    @Override
    public Side side(Traffic.World world, String namespace, Optional<HeaderMatch> header, Traffic.Position position) {
        JsonNode http = world.read(split(namespace)).orElseThrow().at("/spec/http");
        for (JsonNode route : http) {
            if (matches(route.path("match"), header)) {
                return of(route.path("route"), position);
            }
        }
        return Side.NOBODY;
    }

    private static boolean matches(JsonNode alternatives, Optional<HeaderMatch> header) {
        if (alternatives.isEmpty()) {
            return true;
        }
        for (JsonNode alternative : alternatives) {
            boolean all = true;
            for (var wanted : alternative.path("headers").properties()) {
                all &= header.filter(sent -> sent.name().equals(wanted.getKey())
                                && sent.value()
                                        .equals(wanted.getValue().path("exact").asText()))
                        .isPresent();
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private static Side of(JsonNode destinations, Traffic.Position position) {
        if (destinations.size() == 1) {
            return side(destinations.get(0));
        }
        long total = 0;
        long candidate = 0;
        for (JsonNode each : destinations) {
            total += each.path("weight").asLong();
            candidate += side(each) == Side.CANDIDATE ? each.path("weight").asLong() : 0;
        }
        if (total == 0) {
            return Side.NOBODY;
        }
        return position.of(candidate, total) ? Side.CANDIDATE : Side.STABLE;
    }

    private static Side side(JsonNode destination) {
        return switch (destination.at("/destination/subset").asText()) {
            case "v1" -> Side.STABLE;
            case "v2" -> Side.CANDIDATE;
            default -> Side.NOBODY;
        };
    }

    @Override
    public String binding() {
        return "router-istio.yaml";
    }
}
