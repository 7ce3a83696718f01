package dev.sluice.traffic.clusterrouter.nginxingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.clusterrouter.Shape;
import dev.sluice.traffic.clusterrouter.Tree;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import java.util.List;

/**
 * The annotations of a canary Ingress. Whether clients stay with the candidate by their session's cookie stands here too:
 * ingress-nginx asks the canary's {@code affinity-canary-behavior}, and without it keeps them there even at weight 0. So
 * it is {@code sticky} in a stage with affinity and {@code legacy}, which is not at all, otherwise.
 */
record CanaryShape(ClusterRouter.NginxIngress plan) implements Shape {
    static final String PREFIX = "nginx.ingress.kubernetes.io/";
    static final String CANARY = PREFIX + "canary";
    private static final String WEIGHT = PREFIX + "canary-weight";
    private static final String TOTAL = PREFIX + "canary-weight-total";
    private static final String BEHAVIOR = PREFIX + "affinity-canary-behavior";
    private static final String HEADER = PREFIX + "canary-by-header";
    private static final String HEADER_VALUE = PREFIX + "canary-by-header-value";
    private static final String HEADER_PATTERN = PREFIX + "canary-by-header-pattern";
    private static final String COOKIE = PREFIX + "canary-by-cookie";
    private static final List<String> BY_REQUEST = List.of(HEADER, HEADER_VALUE, HEADER_PATTERN, COOKIE);

    @Override
    public Weight share(ObjectNode object, Weight written) throws Refused {
        if (!canary(object)) {
            return Weight.ZERO;
        }
        long weight = number(object, WEIGHT, 0);
        long total = Math.max(1, number(object, TOTAL, 100));
        if (weight <= 0) {
            return Weight.ZERO;
        }
        long rounded = (weight * Weight.FULL.basisPoints() + total / 2) / total;
        return weight >= total ? Weight.FULL : new Weight((int) Math.clamp(rounded, 1, Weight.FULL.basisPoints() - 1));
    }

    private static boolean canary(ObjectNode object) {
        return Tree.annotation(object, CANARY).filter("true"::equals).isPresent();
    }

    private static long number(ObjectNode object, String annotation, long otherwise) throws Refused {
        String text = Tree.annotation(object, annotation).orElse(String.valueOf(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Refused("annotation " + annotation + " is '" + text + "', expected a whole number");
        }
    }

    @Override
    public boolean open(ObjectNode object) {
        return canary(object)
                && (BY_REQUEST.stream()
                                .anyMatch(name -> Tree.annotation(object, name).isPresent())
                        || Tree.annotation(object, BEHAVIOR)
                                .filter("legacy"::equals)
                                .isEmpty());
    }

    @Override
    public ObjectNode split(ObjectNode object, Split split) throws Refused {
        if (!leads(object)) {
            throw new Refused("Ingress " + plan.canaryIngress() + " has no path that leads to "
                    + plan.candidateService() + ": give it one, or delete it to have it made");
        }
        ObjectNode next = weighted(object, split.candidate());
        ObjectNode annotations = Tree.annotations(next);
        split.header().ifPresent(match -> annotations.put(HEADER, match.name()).put(HEADER_VALUE, match.value()));
        split.cookie().ifPresent(match -> annotations.put(COOKIE, match.name()));
        annotations.put(BEHAVIOR, split.affinity().isPresent() ? "sticky" : "legacy");
        return next;
    }

    @Override
    public ObjectNode restored(ObjectNode object) {
        ObjectNode next = weighted(object, Weight.ZERO);
        Tree.annotations(next).put(BEHAVIOR, "legacy");
        return next;
    }

    /** With the share alone, and nothing that sends requests by what they carry. */
    private static ObjectNode weighted(ObjectNode object, Weight share) {
        ObjectNode next = object.deepCopy();
        ObjectNode annotations = Tree.annotations(next);
        annotations.put(CANARY, "true");
        annotations.remove(BY_REQUEST);
        if (share.wholePercent()) {
            annotations.put(WEIGHT, String.valueOf(share.percent()));
            annotations.remove(TOTAL);
        } else {
            annotations.put(WEIGHT, String.valueOf(share.basisPoints()));
            annotations.put(TOTAL, String.valueOf(Weight.FULL.basisPoints()));
        }
        return next;
    }

    private boolean leads(ObjectNode object) {
        JsonNode spec = object.path("spec");
        return isCandidate(spec.path("defaultBackend"))
                || Tree.objects(spec.path("rules")).stream()
                        .flatMap(rule -> Tree.objects(rule.path("http").path("paths")).stream())
                        .anyMatch(path -> isCandidate(path.path("backend")));
    }

    private boolean isCandidate(JsonNode backend) {
        return backend.path("service").path("name").asText().equals(plan.candidateService());
    }
}
