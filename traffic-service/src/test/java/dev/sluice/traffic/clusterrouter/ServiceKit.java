package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.clusterrouter.Traffic.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Service in front of a blue and a green pod, as kube-proxy reads it. */
record ServiceKit() implements Kit {
    private static final Map<String, String> BLUE = Map.of("app", "checkout", "colour", "blue");
    private static final Map<String, String> GREEN = Map.of("app", "checkout", "colour", "green");

    @Override
    public ClusterRouter.Service plan(String namespace) {
        return new ClusterRouter.Service(
                new Name("cut-over"),
                false,
                Optional.of(namespace),
                "checkout",
                Map.of("colour", "blue"),
                Map.of("colour", "green"));
    }

    @Override
    public List<ObjectNode> manifests(String namespace) {
        return List.of(Yaml.object("""
                apiVersion: v1
                kind: Service
                metadata: {name: checkout, namespace: %s}
                spec:
                  selector: {app: checkout, colour: blue}
                  ports: [{port: 80, targetPort: 8080}]
                """.formatted(namespace)));
    }

    @Override
    public Side side(Traffic.World world, String namespace, Optional<HeaderMatch> header, Traffic.Position position) {
        JsonNode selector = world.read(split(namespace)).orElseThrow().at("/spec/selector");
        boolean blue = selects(selector, BLUE);
        boolean green = selects(selector, GREEN);
        if (blue && green) {
            return position.of(1, 2) ? Side.CANDIDATE : Side.STABLE;
        }
        return blue ? Side.STABLE : green ? Side.CANDIDATE : Side.NOBODY;
    }

    private static boolean selects(JsonNode selector, Map<String, String> labels) {
        return !selector.isEmpty()
                && selector.properties().stream()
                        .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
    }

    @Override
    public String binding() {
        return "router-service.yaml";
    }

    @Override
    public boolean can(Weight share) {
        return share.equals(Weight.ZERO) || share.equals(Weight.FULL);
    }

    @Override
    public boolean headers() {
        return false;
    }
}
