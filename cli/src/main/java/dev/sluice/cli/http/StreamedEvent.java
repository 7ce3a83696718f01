package dev.sluice.cli.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.wire.Json;
import dev.sluice.events.wire.WireTypes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * One event of a stream.
 *
 * @param id its place, {@code partition:offset}
 * @param type its wire name, such as {@code dev.sluice.stage.started.v1}
 * @param data {@code {"meta": {...}, "event": {...}}}
 */
public record StreamedEvent(String id, String type, JsonNode data) {
    public JsonNode payload() {
        return data.path("event");
    }

    public String target() {
        return data.path("meta").path("target").asText("");
    }

    /** When the broker appended it. */
    public Optional<Instant> time() {
        try {
            return Optional.of(Instant.parse(data.path("meta").path("time").asText("")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The event as its record; empty for a type or a shape that this version of the command line doesn't know. */
    public Optional<JournalEvent> journal() {
        return WireTypes.named(type)
                .filter(wire -> JournalEvent.class.isAssignableFrom(wire.record()))
                .flatMap(wire -> bound(wire.record()));
    }

    private Optional<JournalEvent> bound(Class<?> record) {
        try {
            return Optional.of((JournalEvent) Json.WIRE.treeToValue(payload(), record));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
