package dev.sluice.demo.workload;

import dev.sluice.demo.InvalidInput;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The rollout that wrote last, as it called itself. It is kept and given back, and nothing is drawn from it. */
record Claim(String rollout, long version, long epoch) {
    Claim {
        notNegative("claim.version", version);
        notNegative("claim.epoch", epoch);
    }

    static Claim read(@Nullable Object value) {
        if (!(value instanceof JsonObject json)) {
            throw new InvalidInput("claim", "expected a JSON object, got " + value);
        }
        if (!(json.getValue("rollout") instanceof String rollout) || rollout.isBlank()) {
            throw new InvalidInput("claim.rollout", "expected text");
        }
        return new Claim(rollout, count(json, "version"), count(json, "epoch"));
    }

    JsonObject write() {
        return new JsonObject().put("rollout", rollout).put("version", version).put("epoch", epoch);
    }

    private static long count(JsonObject json, String member) {
        Object value = json.getValue(member);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new InvalidInput("claim." + member, "expected a whole number, got " + value);
    }

    private static void notNegative(String field, long value) {
        if (value < 0) {
            throw new InvalidInput(field, "expected 0 or more");
        }
    }
}
