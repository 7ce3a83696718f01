package dev.sluice.traffic.httprouter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Stamp;
import java.util.Optional;

/**
 * The contract's JSON. A stamp of version 0 is what a router starts with and counts as none. A router that drops the
 * stamp's rollout has one only while it is latched, from {@code latchedBy}.
 */
record SplitDocument(
        int candidatePercent, Optional<HeaderMatch> header, Optional<String> latchedBy, Optional<Stamp> stamp) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static SplitDocument parse(String text) throws Refused {
        try {
            JsonNode json = JSON.readTree(text);
            JsonNode percent = json.path("candidatePercent");
            if (!percent.isIntegralNumber() || percent.asInt() < 0 || percent.asInt() > 100) {
                throw new Refused(
                        "candidatePercent: expected a whole number from 0 to 100, found " + Refusal.shown(percent));
            }
            Optional<String> latchedBy = text(json.path("latchedBy"));
            return new SplitDocument(
                    percent.asInt(), header(json.path("headerMatch")), latchedBy, stamp(json.path("stamp"), latchedBy));
        } catch (JsonProcessingException e) {
            throw new Refused("expected the split as JSON, found " + Refusal.shown(text));
        } catch (Refusal e) {
            throw new Refused("the split reads back with " + e.getMessage());
        }
    }

    Weight effective() {
        return latchedBy.isPresent() ? Weight.ZERO : Weight.percent(candidatePercent);
    }

    /** Under which stamp it is latched; empty too when somebody latched it by hand, with a text of their own. */
    Optional<Stamp> latch() {
        return latchedBy.flatMap(SplitDocument::rollout).map(rollout -> stamp.map(
                        there -> new Stamp(rollout, there.version(), there.epoch()))
                .orElse(new Stamp(rollout, 0, 0)));
    }

    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("candidatePercent", candidatePercent);
        json.putNull("headerMatch");
        header.ifPresent(
                match -> json.putObject("headerMatch").put("name", match.name()).put("value", match.value()));
        json.put("latchedBy", latchedBy.orElse(null));
        json.putNull("stamp");
        stamp.ifPresent(by -> json.putObject("stamp")
                .put("rollout", by.rollout().text())
                .put("version", by.version())
                .put("epoch", by.epoch()));
        return json.toString();
    }

    private static Optional<HeaderMatch> header(JsonNode json) {
        return json.isObject()
                ? Optional.of(new HeaderMatch(
                        json.path("name").asText(), json.path("value").asText()))
                : Optional.empty();
    }

    private static Optional<Stamp> stamp(JsonNode json, Optional<String> latchedBy) {
        long version = json.path("version").asLong();
        int epoch = json.path("epoch").asInt();
        return text(json.path("rollout"))
                .or(() -> latchedBy)
                .flatMap(SplitDocument::rollout)
                .filter(rollout -> version > 0)
                .map(rollout -> new Stamp(rollout, version, epoch));
    }

    private static Optional<RolloutId> rollout(String text) {
        try {
            return Optional.of(new RolloutId(text));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode json) {
        return json.isTextual() && !json.asText().isBlank() ? Optional.of(json.asText()) : Optional.empty();
    }
}
