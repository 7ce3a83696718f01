package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.clusterrouter.Traffic.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An Ingress and its canary as ingress-nginx reads them: a header decides, then the weight.
 *
 * @param owned whether the owner applies a canary Ingress, too
 */
record NginxKit(boolean owned) implements Kit {
    private static final String PREFIX = "nginx.ingress.kubernetes.io/";

    @Override
    public ClusterRouter.NginxIngress plan(String namespace) {
        return new ClusterRouter.NginxIngress(
                new Name("ingress"),
                false,
                Optional.of(namespace),
                "checkout",
                "checkout-canary",
                "checkout-blue",
                "checkout-green");
    }

    static ObjectNode ingress(String namespace, String name, String service) {
        return Yaml.object("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s, namespace: %s}
                spec:
                  ingressClassName: nginx
                  tls: [{hosts: [shop.example.com], secretName: shop-tls}]
                  rules:
                    - host: shop.example.com
                      http:
                        paths:
                          - {path: /checkout, pathType: Prefix, backend: {service: {name: %s, port: {number: 80}}}}
                """.formatted(name, namespace, service));
    }

    @Override
    public List<ObjectNode> manifests(String namespace) {
        List<ObjectNode> manifests = new ArrayList<>();
        manifests.add(ingress(namespace, "checkout", "checkout-blue"));
        if (owned) {
            ObjectNode canary = ingress(namespace, "checkout-canary", "checkout-green");
            Tree.annotations(canary).put(PREFIX + "canary", "true").put(PREFIX + "canary-weight", "0");
            manifests.add(canary);
        }
        return manifests;
    }

    @Override
    public Side side(Traffic.World world, String namespace, Optional<HeaderMatch> header, Traffic.Position position) {
        ObjectRef canary = split(namespace);
        if (world.read(canary.at(namespace, "checkout")).isEmpty()) {
            return Side.NOBODY;
        }
        JsonNode annotations = world.read(canary)
                .map(object -> object.at("/metadata/annotations"))
                .filter(each -> each.path(PREFIX + "canary").asText().equals("true"))
                .orElse(Yaml.object("{}"));
        String name = annotations.path(PREFIX + "canary-by-header").asText();
        if (header.isPresent() && header.get().name().equals(name)) {
            String value = annotations.path(PREFIX + "canary-by-header-value").asText("always");
            if (header.get().value().equals(value)) {
                return Side.CANDIDATE;
            }
        }
        long total = annotations.path(PREFIX + "canary-weight-total").asLong(100);
        return position.of(annotations.path(PREFIX + "canary-weight").asLong(), total) ? Side.CANDIDATE : Side.STABLE;
    }

    @Override
    public String binding() {
        return "router-nginx-ingress.yaml";
    }
}
