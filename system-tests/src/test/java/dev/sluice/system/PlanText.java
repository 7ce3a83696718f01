package dev.sluice.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** A plan's YAML, from a file in {@code plans/} whose <code>${names}</code> are filled in. */
final class PlanText {
    private PlanText() {}

    static String of(String file, Map<String, String> values) {
        String text = read("/plans/" + file);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        if (text.contains("${")) {
            throw new IllegalArgumentException("not filled in: " + text.substring(text.indexOf("${")));
        }
        return text;
    }

    private static String read(String resource) {
        try (InputStream in = Objects.requireNonNull(PlanText.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
