package dev.sluice.health.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.wire.Json;
import dev.sluice.health.call.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** What was heard of one instance. */
sealed interface Heard {
    URI url();

    /**
     * It answered, whatever the status.
     *
     * @param tree the body; empty when it is no JSON
     */
    record Answered(URI url, int status, boolean noRight, Optional<JsonNode> tree) implements Heard {
        boolean well() {
            return status >= 200 && status < 300;
        }
    }

    /** It could not be reached, or did not answer in time. */
    record Silent(URI url, String why) implements Heard {}

    static Heard of(URI url, Reply reply) {
        return new Answered(url, reply.status(), reply.noRight(), tree(reply.body()));
    }

    private static Optional<JsonNode> tree(byte[] body) {
        try {
            return Optional.of(Json.STRICT.readTree(body)).filter(tree -> !tree.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
