package dev.sluice.demo.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.wire.Json;
import dev.sluice.events.wire.WireType;
import dev.sluice.events.wire.WireTypes;
import java.time.Instant;
import java.util.Optional;

/** One event of the journal as the event stream tells it, and when the broker appended it. */
record Told(Instant time, JournalEvent event) {
    /** Reads the data of a server-sent event; empty for a type that this demo does not know. */
    static Optional<Told> read(String data) {
        try {
            JsonNode tree = Json.WIRE.readTree(data);
            Optional<WireType> type =
                    WireTypes.named(tree.path("meta").path("type").asText(""));
            if (type.isEmpty()) {
                return Optional.empty();
            }
            Object event = Json.WIRE.treeToValue(tree.path("event"), type.get().record());
            Instant time = Instant.parse(tree.path("meta").path("time").asText());
            return event instanceof JournalEvent journal ? Optional.of(new Told(time, journal)) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new DemoFailed("the event stream sent what is no event: " + data, e);
        }
    }
}
