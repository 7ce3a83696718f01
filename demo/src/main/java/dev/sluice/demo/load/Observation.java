package dev.sluice.demo.load;

import io.vertx.core.json.JsonObject;

/**
 * One request as its sender saw it. Times are wall-clock microseconds since 1970.
 *
 * @param sentAt when the request was handed to the client, just before it was put on a connection
 * @param endedAt when the answer was complete, or the failure known
 * @param latencyMicros from the moment the request was due, so that a stalled target is not flattered
 * @param status the HTTP status, or {@link #NO_ANSWER}
 * @param version what the version header said, or {@link #UNKNOWN}
 */
public record Observation(long sentAt, long endedAt, long latencyMicros, int status, String version) {
    /** The status of a request that got no answer: refused, cut off or too late. */
    public static final int NO_ANSWER = 0;

    /** The version of an answer that named none. */
    public static final String UNKNOWN = "unknown";

    public boolean failed() {
        return status == NO_ANSWER;
    }

    /** A 5xx answer or none. */
    public boolean bad() {
        return failed() || status >= 500;
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("sentEpochMicros", sentAt)
                .put("endedEpochMicros", endedAt)
                .put("latencyMicros", latencyMicros)
                .put("status", status)
                .put("version", version);
    }
}
