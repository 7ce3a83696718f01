package dev.sluice.demo.target;

import io.vertx.core.json.JsonObject;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a target has served. Times are wall-clock microseconds since 1970.
 *
 * @param received application requests that arrived, answered or not
 * @param served application requests that were answered
 * @param bad those answered with a 5xx status
 * @param behaviourSince when the present behaviour was set
 * @param firstBad when the first 5xx answer since then was sent
 * @param lastReceived when the last application request arrived, under any behaviour
 */
public record ServiceRecord(
        String version,
        long received,
        long served,
        long bad,
        long behaviourSince,
        OptionalLong firstBad,
        OptionalLong lastReceived) {

    /** From the first bad answer until the last request arrived, in microseconds; empty while one of them is missing. */
    public OptionalLong exposureMicros() {
        return firstBad.isPresent() && lastReceived.isPresent()
                ? OptionalLong.of(Math.max(0, lastReceived.getAsLong() - firstBad.getAsLong()))
                : OptionalLong.empty();
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("version", version)
                .put("received", received)
                .put("served", served)
                .put("bad", bad)
                .put("behaviourSinceEpochMicros", behaviourSince)
                .put("firstBadEpochMicros", orNull(firstBad))
                .put("lastReceivedEpochMicros", orNull(lastReceived))
                .put("exposureMicros", orNull(exposureMicros()));
    }

    public static ServiceRecord from(JsonObject json) {
        return new ServiceRecord(
                json.getString("version"),
                json.getLong("received"),
                json.getLong("served"),
                json.getLong("bad"),
                json.getLong("behaviourSinceEpochMicros"),
                optional(json, "firstBadEpochMicros"),
                optional(json, "lastReceivedEpochMicros"));
    }

    private static OptionalLong optional(JsonObject json, String field) {
        Long value = json.getLong(field);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
