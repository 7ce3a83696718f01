package dev.sluice.traffic.envoy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.plan.Router;
import dev.sluice.traffic.port.Observed.Counts;
import dev.sluice.traffic.port.RouterFailure.Refused;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests each cluster has answered since Envoy started, and how many requests to the candidate are under way, from
 * Envoy's statistics: {@code upstream_rq_completed} counts an answer when its head has come, before the client gets it;
 * {@code upstream_rq_active} holds a WebSocket or a stream until it ends. A retry inside Envoy counts as a request.
 */
record ClusterStats(Counts counts, long open) {
    private static final String COMPLETED = ".upstream_rq_completed";
    private static final String ACTIVE = ".upstream_rq_active";

    /** A regular expression for the statistics that are needed, of names that have no special characters but '.'. */
    static String filter(Router.Envoy plan) {
        return "^cluster\\.(" + plan.stableCluster() + "|" + plan.candidateCluster()
                + ")\\.upstream_rq_(completed|active)$";
    }

    static ClusterStats parse(Router.Envoy plan, JsonNode json) throws Refused {
        Map<String, Long> values = new HashMap<>();
        for (JsonNode stat : json.path("stats")) {
            values.put(stat.path("name").asText(), stat.path("value").asLong());
        }
        return new ClusterStats(
                new Counts(
                        value(values, plan.stableCluster(), COMPLETED),
                        value(values, plan.candidateCluster(), COMPLETED)),
                value(values, plan.candidateCluster(), ACTIVE));
    }

    private static long value(Map<String, Long> values, String cluster, String statistic) throws Refused {
        Long value = values.get("cluster." + cluster + statistic);
        if (value == null) {
            throw new Refused("Envoy has no cluster " + cluster + ": no statistic cluster." + cluster + statistic);
        }
        return value;
    }
}
