package dev.sluice.demo.router;

import dev.sluice.demo.InvalidInput;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contract's JSON. All four members must be there: a member forgotten must not open a latch. Members that are not
 * known are ignored, so that a newer writer can still restore through an older router.
 */
final class SplitJson {
    private SplitJson() {}

    static JsonObject write(Split split) {
        return new JsonObject()
                .put("candidatePercent", split.candidatePercent())
                .put(
                        "headerMatch",
                        split.headerMatch()
                                .map(match -> new JsonObject()
                                        .put("name", match.name())
                                        .put("value", match.value()))
                                .orElse(null))
                .put("latchedBy", split.latchedBy().orElse(null))
                .put(
                        "stamp",
                        new JsonObject()
                                .put("rollout", split.stamp().rollout().orElse(null))
                                .put("version", split.stamp().version())
                                .put("epoch", split.stamp().epoch()));
    }

    static Split read(JsonObject json) {
        JsonObject stamp = object("stamp", required(json, "stamp"));
        Object match = required(json, "headerMatch");
        return new Split(
                percent(required(json, "candidatePercent")),
                match == null ? Optional.empty() : Optional.of(headerMatch(object("headerMatch", match))),
                text("latchedBy", required(json, "latchedBy")),
                new Stamp(
                        text("stamp.rollout", stamp.getValue("rollout")),
                        count("stamp.version", stamp.getValue("version")),
                        count("stamp.epoch", stamp.getValue("epoch"))));
    }

    private static HeaderMatch headerMatch(JsonObject json) {
        return new HeaderMatch(
                text("headerMatch.name", json.getValue("name"))
                        .orElseThrow(() -> new InvalidInput("headerMatch.name", "expected text")),
                text("headerMatch.value", json.getValue("value"))
                        .orElseThrow(() -> new InvalidInput("headerMatch.value", "expected text")));
    }

    private static @Nullable Object required(JsonObject json, String field) {
        if (!json.containsKey(field)) {
            throw new InvalidInput(field, "missing, expected it even when null");
        }
        return json.getValue(field);
    }

    private static int percent(@Nullable Object value) {
        if (value instanceof Integer percent) {
            return percent;
        }
        throw new InvalidInput("candidatePercent", "expected a whole number from 0 to 100, got " + value);
    }

    private static JsonObject object(String field, @Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new InvalidInput(field, "expected a JSON object, got " + value);
    }

    private static Optional<String> text(String field, @Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw new InvalidInput(field, "expected text, got " + value);
    }

    private static long count(String field, @Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new InvalidInput(field, "expected a whole number, got " + value);
    }
}
