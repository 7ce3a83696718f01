package dev.sluice.traffic.clusterrouter.istio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.ClusterRouter.Destination;
import dev.sluice.traffic.clusterrouter.Tree;

/**
 * The plan's two destinations, as they are found in an object of some namespace: a host without a dot is a Service of the
 * namespace in which it is written, and the same as that Service's full name.
 */
record Destinations(ClusterRouter.Istio plan, String namespace) {
    private static final String SUFFIX = ".svc.cluster.local";

    boolean stable(JsonNode destination) {
        return same(plan.stable(), destination);
    }

    boolean candidate(JsonNode destination) {
        return same(plan.candidate(), destination);
    }

    boolean ours(JsonNode destination) {
        return stable(destination) || candidate(destination);
    }

    private boolean same(Destination planned, JsonNode written) {
        return full(planned.host(), plan.home())
                        .equals(full(written.path("host").asText(), namespace))
                && planned.subset().equals(Tree.text(written, "subset"));
    }

    private static String full(String host, String namespace) {
        return host.indexOf('.') < 0 ? host + "." + namespace + SUFFIX : host;
    }

    /** Turns a copy of the candidate's destination into stable's. */
    void toStable(ObjectNode destination) {
        String host = plan.stable().host();
        destination.put("host", namespace.equals(plan.home()) ? host : full(host, plan.home()));
        destination.remove("subset");
        plan.stable().subset().ifPresent(subset -> destination.put("subset", subset));
    }

    static String told(Destination destination) {
        return destination
                .subset()
                .map(subset -> destination.host() + " subset " + subset)
                .orElse(destination.host());
    }
}
