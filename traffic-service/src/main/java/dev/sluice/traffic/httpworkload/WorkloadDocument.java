package dev.sluice.traffic.httpworkload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.RolloutId;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import java.util.Optional;

/** The contract's JSON: what is read, and what is written. */
record WorkloadDocument(int replicas, int running, int ready, Optional<Stamp> claim) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static WorkloadDocument parse(String text) throws Refused {
        try {
            JsonNode json = JSON.readTree(text);
            return new WorkloadDocument(
                    count(json, "replicas"), count(json, "running"), count(json, "ready"), claim(json.path("claim")));
        } catch (JsonProcessingException e) {
            throw new Refused("expected the workload as JSON, found " + Refusal.shown(text));
        } catch (Refusal e) {
            throw new Refused("the workload reads back with claim." + e.getMessage());
        }
    }

    private static int count(JsonNode json, String member) throws Refused {
        JsonNode count = json.path(member);
        if (!count.isInt() || count.asInt() < 0) {
            throw new Refused(member + ": expected a whole number of 0 or more, found " + Refusal.shown(count));
        }
        return count.asInt();
    }

    private static Optional<Stamp> claim(JsonNode claim) throws Refused {
        if (claim.isNull() || claim.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode version = claim.path("version");
        JsonNode epoch = claim.path("epoch");
        if (!claim.path("rollout").isTextual() || !version.canConvertToLong() || !epoch.canConvertToInt()) {
            throw new Refused("claim: expected null, or rollout, version and epoch, found " + Refusal.shown(claim));
        }
        return Optional.of(new Stamp(new RolloutId(claim.path("rollout").asText()), version.asLong(), epoch.asInt()));
    }

    /** What asks for so many instances. */
    static String wanted(int replicas, Stamp claim) {
        ObjectNode json = JSON.createObjectNode().put("replicas", replicas);
        json.putObject("claim")
                .put("rollout", claim.rollout().text())
                .put("version", claim.version())
                .put("epoch", claim.epoch());
        return json.toString();
    }

    Running observed() {
        return new Running(true, replicas, running, ready, claim);
    }
}
