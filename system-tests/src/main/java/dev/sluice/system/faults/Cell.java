package dev.sluice.system.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;

/**
 * One measured case.
 *
 * @param fault its word
 * @param phase where the rollout stood
 * @param seconds from the candidate's first bad answer to the last request that it got; empty when it gave no bad answer
 * @param afterReturn the same, counted from the return of the only way to the only router; empty for other faults
 * @param requests that users sent, messages on the WebSocket not counted
 * @param lost of these: without an answer, or failed by anybody but the candidate, while the router itself was there
 * @param meanwhile the same, while the router itself was dead or stopped
 * @param end the rollout's end in the journal
 * @param layout the configuration of deploy/haproxy
 * @param at when, in UTC
 * @param machine where, in words
 */
record Cell(
        String fault,
        Phase phase,
        OptionalDouble seconds,
        OptionalDouble afterReturn,
        long requests,
        long lost,
        long meanwhile,
        String end,
        String layout,
        String at,
        String machine) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double LIMIT_S = 30;
    private static final double LIMIT_AFTER_RETURN_S = 2;

    String id() {
        return fault + "/" + phase.word();
    }

    /**
     * Whether the promise was kept: 30 s, or 2 s after the only way has come back to a candidate that had traffic; and
     * nobody's request lost.
     */
    boolean kept() {
        boolean inTime = sinceReturn().isPresent()
                ? sinceReturn().getAsDouble() <= LIMIT_AFTER_RETURN_S
                : seconds.orElse(0) <= LIMIT_S;
        return inTime && lost == 0;
    }

    /** As {@link #afterReturn}; empty before the first stage, where the candidate has no traffic when the way returns. */
    OptionalDouble sinceReturn() {
        return phase == Phase.BEFORE ? OptionalDouble.empty() : afterReturn;
    }

    String line() {
        ObjectNode node = JSON.createObjectNode().put("fault", fault).put("phase", phase.name());
        seconds.ifPresent(value -> node.put("seconds", value));
        afterReturn.ifPresent(value -> node.put("afterReturn", value));
        return node.put("requests", requests)
                .put("lost", lost)
                .put("meanwhile", meanwhile)
                .put("end", end)
                .put("layout", layout)
                .put("at", at)
                .put("machine", machine)
                .toString();
    }

    static Cell parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return new Cell(
                    node.path("fault").asText(),
                    Phase.valueOf(node.path("phase").asText()),
                    number(node, "seconds"),
                    number(node, "afterReturn"),
                    node.path("requests").asLong(),
                    node.path("lost").asLong(),
                    node.path("meanwhile").asLong(),
                    node.path("end").asText(),
                    node.path("layout").asText(),
                    node.path("at").asText(),
                    node.path("machine").asText());
        } catch (IOException e) {
            throw new UncheckedIOException("no line of a fault table: " + line, e);
        }
    }

    private static OptionalDouble number(JsonNode node, String field) {
        return node.has(field) ? OptionalDouble.of(node.path(field).asDouble()) : OptionalDouble.empty();
    }
}
