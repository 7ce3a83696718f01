package dev.sluice.events.docs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.command.Command;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Speedup;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Quantity;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Unit;
import dev.sluice.events.value.Weight;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * JSON Schema (2020-12) of the contract's records. Records become objects, value types texts with a pattern, sealed types
 * a choice by their discriminator; descriptions are the records' Javadoc. It is written here rather than bought because
 * all of these have rules of their own: a library would be told each of them through a hook.
 */
final class Schemas {
    private static final Set<Class<?>> WHOLE =
            Set.of(int.class, long.class, Integer.class, OptionalInt.class, OptionalLong.class);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String SPAN = "([0-9]{1,9}(ms|s|m|h|d)){1,5}";
    private static final String NUMBER = "-?[0-9]+([.][0-9]+)?";
    private static final String UNIT = "(ratio|%|s|ms|m|h|d|count|rps|B|MiB|GiB)";
    private static final String LABEL = "[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?";

    private static final Map<Class<?>, String> PATTERNS = Map.of(
            Span.class, SPAN,
            Weight.class, "[0-9]{1,3}([.][0-9]{1,2})?%",
            Quantity.class, NUMBER + " *" + UNIT,
            Condition.class, "(<=|>=|==|<|>) *" + NUMBER + " *" + UNIT,
            Target.class, LABEL + "/" + LABEL,
            RolloutId.class, "[a-z0-9.-]{1,63}-[a-z2-7]{10}",
            Name.class, "[A-Za-z0-9][A-Za-z0-9._-]{0,62}",
            StartKey.class, "[!-~]{1,128}",
            EventId.class, ".{1,200}",
            Speedup.class, "[0-9]{1,6}([.][0-9]{1,3})?x");

    /** What a constructor demands in a way that can't be read from its source. */
    private static final Set<String> DEMANDED = Set.of(
            "Plan.routers",
            "Plan.sources",
            "Scrape.urls",
            "Json.urls",
            "Weights.stable",
            "Weights.candidate",
            "Quantile.quantile",
            "Data.stores",
            "Postgres.hosts",
            "RedisCluster.nodes",
            "Files.paths");

    private static final Map<String, List<String>> EXACTLY_ONE = Map.of(
            "Comparison", List.of("to", "slowerThan"),
            "Haproxy", List.of("weights", "percent"),
            "SecretRef", List.of("env", "file"),
            "Step", List.of("before", "ready", "during", "after", "onRollback"),
            "Slack", List.of("webhook", "token"));
    private static final Map<String, Map.Entry<String, String>> TOGETHER = Map.of(
            "Haproxy", Map.entry("percent", "map"),
            "Metric", Map.entry("read", "unit"),
            "Slack", Map.entry("token", "channel"));

    private final String reference;
    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    /** @param reference where definitions stand in the document, such as {@code #/$defs/} */
    Schemas(String reference) {
        this.reference = reference;
    }

    /** Every type that was referred to so far, by name. */
    Map<String, ObjectNode> definitions() {
        return definitions;
    }

    /** A document of its own. */
    static ObjectNode document(Class<?> record, String id, String title) {
        Schemas schemas = new Schemas("#/$defs/");
        ObjectNode root = JSON.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("$id", id)
                .put("title", title);
        root.setAll(schemas.object(record, Optional.empty()));
        ObjectNode defs = root.putObject("$defs");
        schemas.definitions().forEach(defs::set);
        return root;
    }

    /** A reference to a record's definition, which is made when it is not there yet. */
    ObjectNode reference(Class<?> type) {
        String name = name(type);
        if (!definitions.containsKey(name)) {
            definitions.put(name, JSON.objectNode());
            definitions.put(name, define(type));
        }
        return JSON.objectNode().put("$ref", reference + name);
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        boolean ambiguous = outer != null && !type.getPackageName().endsWith(".journal");
        return (ambiguous ? name(outer) : "") + type.getSimpleName();
    }

    private ObjectNode define(Class<?> type) {
        if (PATTERNS.containsKey(type)) {
            return described(type).put("type", "string").put("pattern", "^" + PATTERNS.get(type) + "$");
        }
        if (type.isEnum()) {
            return enumeration(type);
        }
        return type.isSealed() ? choice(type) : object(type, Optional.empty());
    }

    private static ObjectNode described(Class<?> type) {
        return JSON.objectNode().put("description", Sources.of(type).summary());
    }

    private static ObjectNode enumeration(Class<?> type) {
        ObjectNode node = described(type).put("type", "string");
        ArrayNode words = node.putArray("enum");
        for (Object constant : type.getEnumConstants()) {
            words.add(constant instanceof Unit unit ? unit.symbol() : word(type, (Enum<?>) constant));
        }
        return node;
    }

    private static String word(Class<?> type, Enum<?> constant) {
        try {
            JsonProperty property = type.getField(constant.name()).getAnnotation(JsonProperty.class);
            return property == null ? constant.name() : property.value();
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    private ObjectNode choice(Class<?> type) {
        String discriminator = type.getAnnotation(JsonTypeInfo.class).property();
        ObjectNode node = described(type);
        ArrayNode either = node.putArray("oneOf");
        for (JsonSubTypes.Type sub : type.getAnnotation(JsonSubTypes.class).value()) {
            String name = name(sub.value());
            definitions.put(name, object(sub.value(), Optional.of(Map.entry(discriminator, sub.name()))));
            either.addObject().put("$ref", reference + name);
        }
        return node;
    }

    private ObjectNode object(Class<?> record, Optional<Map.Entry<String, String>> discriminator) {
        ObjectNode node = described(record).put("type", "object");
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        discriminator.ifPresent(kind -> {
            properties.putObject(kind.getKey()).put("const", kind.getValue());
            required.add(kind.getKey());
        });
        for (RecordComponent component : record.getRecordComponents()) {
            ObjectNode property = property(component.getGenericType());
            Glossary.meaning(component).ifPresent(meaning -> property.put("description", meaning));
            properties.set(component.getName(), property);
            if (required(component)) {
                required.add(component.getName());
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
        EXACTLY_ONE
                .getOrDefault(record.getSimpleName(), List.of())
                .forEach(field ->
                        node.withArray("oneOf").addObject().putArray("required").add(field));
        Optional.ofNullable(TOGETHER.get(record.getSimpleName())).ifPresent(pair -> node.putObject("dependentRequired")
                .putArray(pair.getKey())
                .add(pair.getValue()));
        if (isWrittenByPeople(record)) {
            node.put("additionalProperties", false);
        }
        return node;
    }

    /** What people write is read strictly; on the wire, fields of a newer writer are passed over. */
    private static boolean isWrittenByPeople(Class<?> record) {
        return record.getPackage().equals(Plan.class.getPackage()) || record == SecretRef.class || isCommand(record);
    }

    private static boolean isCommand(Class<?> record) {
        return Command.class.isAssignableFrom(record);
    }

    static boolean required(RecordComponent component) {
        Class<?> record = component.getDeclaringRecord();
        if (optional(component.getType())) {
            return false;
        }
        if (isCommand(record)) {
            return Set.of("rollout", "plan").contains(component.getName());
        }
        if (!isWrittenByPeople(record)) {
            return true;
        }
        String field = component.getName();
        String body = Sources.of(record).body();
        if (DEMANDED.contains(record.getSimpleName() + "." + field)) {
            return true;
        }
        if (body.matches("(?s).*Require\\.(listOrEmpty|orElse)\\(" + field + "[,)].*")) {
            return false;
        }
        return body.contains("KubernetesNames.named(\"" + field + "\", " + field)
                || Stream.of("present", "matching", "text")
                        .anyMatch(guard -> body.contains("Require." + guard + "(\"" + field + "\", " + field))
                || body.matches("(?s).*(Require\\.matching\\(\\s*\"" + field + "\"|Urls\\.http\\(\"" + field + "\", "
                        + field + "\\)).*");
    }

    private static boolean optional(Class<?> type) {
        return type == Optional.class
                || type == OptionalDouble.class
                || type == OptionalInt.class
                || type == OptionalLong.class;
    }

    private ObjectNode property(Type type) {
        if (type instanceof ParameterizedType generic) {
            List<Type> arguments = Arrays.asList(generic.getActualTypeArguments());
            if (generic.getRawType() == Optional.class) {
                return property(arguments.getFirst());
            }
            if (generic.getRawType() == List.class) {
                ObjectNode list = JSON.objectNode().put("type", "array");
                list.set("items", property(arguments.getFirst()));
                return list;
            }
            ObjectNode map = JSON.objectNode().put("type", "object");
            map.set("additionalProperties", property(arguments.getLast()));
            return map;
        }
        return property((Class<?>) type);
    }

    private ObjectNode property(Class<?> type) {
        ObjectNode node = JSON.objectNode();
        if (type == String.class) {
            return node.put("type", "string");
        }
        if (WHOLE.contains(type)) {
            return node.put("type", "integer");
        }
        if (type == double.class || type == OptionalDouble.class) {
            return node.put("type", "number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.put("type", "boolean");
        }
        if (type == Instant.class) {
            return node.put("type", "string").put("format", "date-time");
        }
        return type == URI.class ? node.put("type", "string").put("format", "uri") : reference(type);
    }
}
