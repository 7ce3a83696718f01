package dev.sluice.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code --set}: a field by its path, as in {@code stages[0].weight=10%}, and its new value. Mappings on the way are
 * made where they are missing; entries of lists must exist. A value in {@code [...]} or <code>{...}</code> is read as
 * YAML. Errors are {@link Refusal refusals} that name the key.
 */
public record Assignment(String key, List<Step> path, JsonNode value) {
    private static final Pattern PIECE = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)((?:\\[\\d{1,4}])*)");
    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d{0,17})\\.\\d{1,18}");

    /** One step of a path: into a mapping by name, or into a list by number. */
    public sealed interface Step {
        record Field(String name) implements Step {}

        record Entry(int index) implements Step {}
    }

    public static Assignment parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new Refusal(
                    "--set " + text, "expected a path, '=' and a value, such as version=5.2 or stages[0].weight=10%");
        }
        String key = text.substring(0, equals);
        return new Assignment(key, steps(key), value(key, text.substring(equals + 1)));
    }

    private static List<Step> steps(String key) {
        List<Step> steps = new ArrayList<>();
        for (String piece : key.split("\\.", -1)) {
            Matcher form = PIECE.matcher(piece);
            if (!form.matches()) {
                throw new Refusal(
                        "--set " + key, "expected a path of names, '.' and '[0]', found '" + piece + "' in it");
            }
            steps.add(new Step.Field(form.group(1)));
            Matcher index = INDEX.matcher(form.group(2));
            while (index.find()) {
                steps.add(new Step.Entry(Integer.parseInt(index.group(1))));
            }
        }
        return List.copyOf(steps);
    }

    private static JsonNode value(String key, String text) {
        if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
            try {
                return Json.YAML.readTree(text);
            } catch (JsonProcessingException e) {
                throw new Refusal("--set " + key, "not readable as YAML: " + e.getOriginalMessage());
            }
        }
        if (text.equals("true") || text.equals("false")) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        if (WHOLE.matcher(text).matches()) {
            return LongNode.valueOf(Long.parseLong(text));
        }
        // A decimal keeps its digits: the version 5.10 is not 5.1.
        return DECIMAL.matcher(text).matches() ? DecimalNode.valueOf(new BigDecimal(text)) : TextNode.valueOf(text);
    }

    /** Changes the document in place. */
    void applyTo(JsonNode document) {
        JsonNode at = document;
        StringBuilder passed = new StringBuilder();
        for (int i = 0; i < path.size() - 1; i++) {
            at = into(at, path.get(i), path.get(i + 1), passed);
        }
        switch (path.getLast()) {
            case Step.Field field -> mapping(at, passed).set(field.name(), value);
            case Step.Entry entry -> existing(at, entry, passed).set(entry.index(), value);
        }
    }

    private JsonNode into(JsonNode at, Step step, Step next, StringBuilder passed) {
        switch (step) {
            case Step.Field field -> {
                ObjectNode mapping = mapping(at, passed);
                passed.append(passed.isEmpty() ? "" : ".").append(field.name());
                boolean absent = !mapping.hasNonNull(field.name());
                return absent && next instanceof Step.Field
                        ? mapping.putObject(field.name())
                        : mapping.path(field.name());
            }
            case Step.Entry entry -> {
                JsonNode found = existing(at, entry, passed).path(entry.index());
                passed.append('[').append(entry.index()).append(']');
                return found;
            }
        }
    }

    private ObjectNode mapping(JsonNode at, StringBuilder passed) {
        if (at instanceof ObjectNode mapping) {
            return mapping;
        }
        throw new Refusal("--set " + key, "'" + passed + "' of the plan is no mapping, so it has no fields");
    }

    private ArrayNode existing(JsonNode at, Step.Entry entry, StringBuilder passed) {
        int entries = at instanceof ArrayNode list ? list.size() : 0;
        if (at instanceof ArrayNode list && entry.index() < entries) {
            return list;
        }
        throw new Refusal(
                "--set " + key,
                at.isMissingNode() || at.isArray()
                        ? "the plan lists " + entries + " entries under '" + passed + "', and they count from 0"
                        : "'" + passed + "' of the plan is no list");
    }
}
