package dev.sluice.traffic.clusterrouter.istio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.clusterrouter.Tree;
import dev.sluice.traffic.clusterrouter.Weighing;
import dev.sluice.traffic.port.RouterFailure.Refused;
import java.util.List;
import java.util.function.Predicate;

/**
 * One route of a VirtualService and the weights of its destinations. A single destination gets everything, whatever its
 * weight; among several, one without weight gets nothing.
 *
 * @param label its name, or what it is found by
 */
record Route(ObjectNode node, String label, boolean http, Destinations destinations) {
    private static final long WEIGHT_MAX = Integer.MAX_VALUE;

    List<ObjectNode> entries() {
        return Tree.objects(node.path("route"));
    }

    boolean leads() {
        return entries().stream().anyMatch(entry -> destinations.ours(entry.path("destination")));
    }

    private List<ObjectNode> to(Predicate<JsonNode> destination) {
        return entries().stream()
                .filter(entry -> destination.test(entry.path("destination")))
                .toList();
    }

    List<ObjectNode> candidates() {
        return to(destinations::candidate);
    }

    Weight share() throws Refused {
        return weighing().share();
    }

    private Weighing weighing() throws Refused {
        return new Weighing(
                sum(to(destinations::stable)),
                sum(candidates()),
                to(destination -> !destinations.ours(destination)).stream()
                        .map(this::weight)
                        .toList());
    }

    private long sum(List<ObjectNode> entries) {
        return entries.stream().mapToLong(this::weight).sum();
    }

    private long weight(ObjectNode entry) {
        return entries().size() == 1 ? 100 : Math.max(0, entry.path("weight").asLong());
    }

    void split(Weight share) throws Refused {
        if (to(destinations::stable).isEmpty()) {
            throw new Refused(lacks(Destinations.told(destinations.plan().stable())));
        }
        if (candidates().isEmpty()) {
            throw new Refused(lacks(Destinations.told(destinations.plan().candidate()) + " with weight 0"));
        }
        weigh(share);
    }

    private String lacks(String destination) {
        return "route " + label + " needs a destination " + destination + ": add it";
    }

    /** Stable gets what both had; where somebody took it out it is put in again. */
    void restore() throws Refused {
        List<ObjectNode> candidates = candidates();
        if (candidates.isEmpty()) {
            return;
        }
        if (to(destinations::stable).isEmpty() && node.path("route") instanceof ArrayNode route) {
            ObjectNode stable = candidates.getFirst().deepCopy();
            destinations.toStable((ObjectNode) stable.path("destination"));
            candidates.getFirst().put("weight", weight(candidates.getFirst()));
            Tree.insertBefore(route, candidates.getFirst(), stable.put("weight", 0));
        }
        weigh(Weight.ZERO);
    }

    private void weigh(Weight share) throws Refused {
        Weighing weights = weighing()
                .with(share)
                .orElseThrow(
                        () -> new Refused("route " + label + " gives neither stable nor the candidate any traffic"));
        if (weights.largest() > WEIGHT_MAX) {
            throw new Refused("route " + label + " would need weights over " + WEIGHT_MAX + " for " + share
                    + " beside its other destinations");
        }
        List<ObjectNode> others = to(destination -> !destinations.ours(destination));
        put(to(destinations::stable), weights.stable());
        put(candidates(), weights.candidate());
        for (int i = 0; i < others.size(); i++) {
            others.get(i).put("weight", (int) (long) weights.others().get(i));
        }
    }

    /** The first gets it, whichever port or headers the others differ by. */
    private static void put(List<ObjectNode> entries, long weight) {
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).put("weight", i == 0 ? (int) weight : 0);
        }
    }
}
