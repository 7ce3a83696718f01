package dev.sluice.traffic.clusterrouter.gatewayapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.ClusterRouter.Backend;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.clusterrouter.Tree;
import dev.sluice.traffic.clusterrouter.Weighing;
import dev.sluice.traffic.port.RouterFailure.Refused;
import java.util.List;
import java.util.function.Predicate;

/** One rule of a route and the weights of its backendRefs; a ref without weight has 1, as the Gateway API says. */
record Rule(ObjectNode node, String label, ClusterRouter.GatewayApi plan) {
    private static final long WEIGHT_MAX = 1_000_000;

    List<ObjectNode> refs() {
        return Tree.objects(node.path("backendRefs"));
    }

    boolean stable(JsonNode ref) {
        return is(plan.stable(), ref);
    }

    boolean candidate(JsonNode ref) {
        return is(plan.candidate(), ref);
    }

    boolean ours(JsonNode ref) {
        return stable(ref) || candidate(ref);
    }

    private boolean is(Backend backend, JsonNode ref) {
        return Tree.text(ref, "kind").orElse("Service").equals("Service")
                && Tree.text(ref, "group").isEmpty()
                && Tree.text(ref, "namespace").orElse(plan.home()).equals(plan.home())
                && ref.path("name").asText().equals(backend.service())
                && backend.port().map(port -> ref.path("port").asInt() == port).orElse(true);
    }

    private List<ObjectNode> to(Predicate<JsonNode> ref) {
        return refs().stream().filter(ref).toList();
    }

    List<ObjectNode> candidates() {
        return to(this::candidate);
    }

    boolean leads() {
        return refs().stream().anyMatch(this::ours);
    }

    Weight share() {
        return weighing().share();
    }

    private Weighing weighing() {
        return new Weighing(
                sum(to(this::stable)),
                sum(candidates()),
                to(ref -> !ours(ref)).stream().map(Rule::weight).toList());
    }

    private static long sum(List<ObjectNode> refs) {
        return refs.stream().mapToLong(Rule::weight).sum();
    }

    private static long weight(ObjectNode ref) {
        return Math.max(0, ref.path("weight").asLong(1));
    }

    void split(Weight share) throws Refused {
        if (to(this::stable).isEmpty()) {
            throw new Refused(
                    "rule " + label + " needs a backendRef to " + plan.stable().service() + ": add it");
        }
        if (candidates().isEmpty()) {
            throw new Refused("rule " + label + " needs a backendRef to "
                    + plan.candidate().service() + " with weight 0: add it");
        }
        weigh(share);
    }

    /** Stable gets what both had; where somebody took it out it is put in again. */
    void restore() throws Refused {
        List<ObjectNode> candidates = candidates();
        if (candidates.isEmpty()) {
            return;
        }
        if (to(this::stable).isEmpty() && node.path("backendRefs") instanceof ArrayNode refs) {
            ObjectNode stable = candidates.getFirst().deepCopy();
            stable.put("name", plan.stable().service());
            plan.stable().port().ifPresent(port -> stable.put("port", port));
            Tree.insertBefore(refs, candidates.getFirst(), stable.put("weight", 0));
        }
        weigh(Weight.ZERO);
    }

    private void weigh(Weight share) throws Refused {
        Weighing weights = weighing()
                .with(share)
                .orElseThrow(
                        () -> new Refused("rule " + label + " gives neither stable nor the candidate any traffic"));
        if (weights.largest() > WEIGHT_MAX) {
            throw new Refused("rule " + label + " would need weights over " + WEIGHT_MAX + " for " + share
                    + " beside its other backendRefs");
        }
        List<ObjectNode> others = to(ref -> !ours(ref));
        put(to(this::stable), weights.stable());
        put(candidates(), weights.candidate());
        for (int i = 0; i < others.size(); i++) {
            others.get(i).put("weight", (int) (long) weights.others().get(i));
        }
    }

    private static void put(List<ObjectNode> refs, long weight) {
        for (int i = 0; i < refs.size(); i++) {
            refs.get(i).put("weight", i == 0 ? (int) weight : 0);
        }
    }
}
