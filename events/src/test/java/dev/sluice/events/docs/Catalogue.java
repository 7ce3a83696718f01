package dev.sluice.events.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.wire.WireType;
import dev.sluice.events.wire.WireTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** docs/events.md: everything that travels, in one table per kind, and the types that its fields are made of. */
final class Catalogue {
    private final Schemas schemas = new Schemas("#");
    private final StringBuilder text = new StringBuilder();

    static String markdown() {
        return new Catalogue().write();
    }

    private String write() {
        text.append("""
                # Everything that travels

                Generated from the records in `events/`; a test fails when it is out of date. The same for machines:
                [asyncapi.yaml](asyncapi.yaml). The plan has a schema of its own, [schema/rollout-plan.schema.json](schema/rollout-plan.schema.json),
                and so have alerts, [schema/alert.schema.json](schema/alert.schema.json).

                Messages are CloudEvents 1.0 in binary mode: the attributes stand in the Kafka headers `ce_id`, `ce_type`,
                `ce_source`, `ce_specversion` and, in the journal, `ce_subject` (the rollout), the payload is JSON. A
                lifecycle event also has `ce_version`, the target's next number, and `ce_after`, the id of the event it was
                decided on; a reader drops one that does not fit. A type changes by addition only; readers pass over fields
                that they don't know.
                """);
        byChapter().forEach(this::chapter);
        types();
        return text.toString();
    }

    private static Map<String, List<WireType>> byChapter() {
        return WireTypes.ALL.stream()
                .collect(Collectors.groupingBy(AsyncApi::chapter, LinkedHashMap::new, Collectors.toList()));
    }

    private void chapter(String title, List<WireType> types) {
        text.append("\n## ").append(title).append("\n\n");
        text.append("| type | topic | writer | meaning | fields |\n|---|---|---|---|---|\n");
        for (WireType type : types) {
            ObjectNode schema = definition(type.record());
            text.append("| `%s` | `%s` | %s | %s | %s |\n"
                    .formatted(
                            type.name(),
                            type.topic(),
                            type.writer(),
                            cell(Sources.of(type.record()).summary()),
                            fields(schema)));
        }
    }

    private ObjectNode definition(Class<?> record) {
        String name = schemas.reference(record).path("$ref").asText().substring(1);
        return schemas.definitions().getOrDefault(name, schemas.reference(record));
    }

    private static String fields(JsonNode schema) {
        List<String> required = new java.util.ArrayList<>();
        schema.path("required").forEach(field -> required.add(field.asText()));
        return schema.path("properties").properties().stream()
                .map(field -> "`%s` %s%s: %s"
                        .formatted(
                                field.getKey(),
                                type(field.getValue()),
                                required.contains(field.getKey()) ? "" : "?",
                                cell(field.getValue().path("description").asText())))
                .collect(Collectors.joining("<br>"));
    }

    private static String type(JsonNode property) {
        if (property.has("$ref")) {
            String name = property.path("$ref").asText().substring(1);
            return "[" + name + "](#" + name.toLowerCase(java.util.Locale.ROOT) + ")";
        }
        if (property.has("items")) {
            return "list of " + type(property.path("items"));
        }
        if (property.has("additionalProperties")) {
            return "map to " + type(property.path("additionalProperties"));
        }
        return property.has("const")
                ? "`" + property.path("const").asText() + "`"
                : property.has("format")
                        ? property.path("format").asText()
                        : property.path("type").asText();
    }

    /** The plan is not repeated here: it has a document of its own, and its parts would be half of this one. */
    private void types() {
        text.append("\n## The types of fields\n");
        schemas.reference(Plan.class);
        schemas.definitions().forEach((name, schema) -> {
            boolean travels = WireTypes.ALL.stream().anyMatch(type -> schema.path("description")
                    .asText()
                    .equals(Sources.of(type.record()).summary()));
            if (!travels) {
                type(name, schema);
            }
        });
    }

    private void type(String name, ObjectNode schema) {
        text.append("\n### ")
                .append(name)
                .append("\n\n")
                .append(schema.path("description").asText())
                .append("\n");
        if (schema.has("pattern")) {
            text.append("\nA text: `").append(schema.path("pattern").asText()).append("`\n");
        }
        if (schema.has("enum")) {
            text.append("\nOne of ");
            schema.path("enum")
                    .forEach(word -> text.append("`").append(word.asText()).append("` "));
            text.append("\n");
        }
        if (schema.has("oneOf")) {
            text.append("\nOne of ");
            schema.path("oneOf").forEach(sub -> text.append(type(sub)).append(" "));
            text.append("\n");
        }
        if (schema.has("properties")) {
            text.append("\n").append(fields(schema).replace("<br>", "\\\n")).append("\n");
        }
    }

    private static String cell(String words) {
        return words.replace("|", "\\|").replace("<", "&lt;");
    }
}
