package dev.sluice.events.docs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Objects;
import java.util.Optional;

/** What the components of records mean: as their Javadoc says, or else as the glossary says for every one of that name. */
final class Glossary {
    private static final JsonNode WORDS = read();

    private Glossary() {}

    private static JsonNode read() {
        try (InputStream file = Glossary.class.getResourceAsStream("/glossary.yaml")) {
            return Json.YAML.readTree(Objects.requireNonNull(file, "glossary.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<String> meaning(RecordComponent component) {
        Class<?> record = component.getDeclaringRecord();
        String said = Sources.of(record).components().get(component.getName());
        String own =
                WORDS.path(record.getSimpleName() + "." + component.getName()).asText("");
        String general = WORDS.path(component.getName()).asText("");
        return said != null
                ? Optional.of(said)
                : own.isEmpty() ? Optional.of(general).filter(word -> !word.isEmpty()) : Optional.of(own);
    }
}
