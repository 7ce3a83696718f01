package dev.sluice.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The deterministic id of a journal event or command ({@code ce_id}): the same content decided on the same event has the same id. */
public record EventId(@JsonValue String text) {
    @JsonCreator
    public EventId {
        Require.text("id", text);
        Require.that(text.length() <= 200, "id", "at most 200 characters");
    }

    @Override
    public String toString() {
        return text;
    }
}
