package dev.sluice.cli.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads server-sent events from one connection. Comments and fields that aren't used here are passed over. */
public final class EventStream implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    public EventStream(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** Waits for the next event; empty at the end of the stream. An event that was cut off by the end is dropped. */
    public Optional<StreamedEvent> next() throws IOException {
        String id = "";
        String type = "";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return Optional.of(new StreamedEvent(id, type, tree(data.toString())));
                }
                type = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "id" -> id = value;
                case "event" -> type = value;
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                default -> {} // a comment, or retry
            }
        }
        return Optional.empty();
    }

    private static JsonNode tree(String data) {
        try {
            return JsonText.TREES.readTree(data);
        } catch (JacksonException e) {
            return JsonText.TREES.missingNode();
        }
    }

    /** Also ends a {@link #next()} that waits: the reader's own close would wait for it instead. */
    @Override
    public void close() throws IOException {
        body.close();
    }
}
