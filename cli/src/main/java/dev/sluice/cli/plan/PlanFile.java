package dev.sluice.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A plan as it was written, with the changes of the command line in it. Whatever is wrong with it is a {@link Refusal}
 * that names the field.
 */
public record PlanFile(String name, JsonNode tree) {
    /** Reads a file, or standard input for {@code -}, and applies changes in order. */
    public static PlanFile read(String name, InputStream in, List<Assignment> changes) {
        JsonNode tree = PlanReader.tree(bytes(name, in));
        changes.forEach(change -> change.applyTo(tree));
        return new PlanFile(name, tree);
    }

    private static byte[] bytes(String name, InputStream in) {
        try {
            return name.equals("-") ? in.readNBytes(PlanReader.BYTES_MAX + 1) : ofFile(Path.of(name));
        } catch (NoSuchFileException e) {
            throw new Refusal("", "there is no such file");
        } catch (IOException e) {
            throw new Refusal("", "the file can't be read: " + e.getMessage());
        }
    }

    private static byte[] ofFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(PlanReader.BYTES_MAX + 1);
        }
    }

    /** The plan with its defaults; refused when it is not complete and consistent. */
    public Plan plan() {
        return PlanReader.bind(tree);
    }

    public byte[] json() {
        try {
            return Json.WIRE.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // a tree can always be written
        }
    }
}
