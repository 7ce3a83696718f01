package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Quantity;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a plan from YAML or JSON. Every failure is a {@link Refusal} that names the field by its path and says what was
 * expected there. A plan is at most 256 KiB.
 */
public final class PlanReader {
    public static final int BYTES_MAX = 256 * 1024;

    private PlanReader() {}

    public static Plan read(byte[] text) {
        return bind(tree(text));
    }

    /** Reads a plan; top-level fields that it lacks are taken from {@code defaults}. */
    public static Plan read(byte[] text, JsonNode defaults) {
        return bind(withDefaults(tree(text), defaults));
    }

    /** The document as a tree, YAML or JSON alike, since JSON is YAML. */
    public static JsonNode tree(byte[] text) {
        Require.that(
                text.length <= BYTES_MAX, "", "expected a plan of at most 256 KiB, found " + text.length + " bytes");
        try {
            refuseTricks(text);
            JsonNode tree = Json.YAML.readTree(text);
            Require.that(tree != null && tree.isObject(), "", "expected a plan: a YAML or JSON mapping");
            return tree;
        } catch (JacksonException e) {
            throw new Refusal("", "not readable as YAML or JSON: " + e.getOriginalMessage() + at(e.getLocation()));
        } catch (IOException e) {
            throw new Refusal("", "not readable: " + e.getMessage());
        }
    }

    /** An alias would be read as the plain text of its name, and whatever stands after the first document not at all. */
    private static void refuseTricks(byte[] text) throws IOException {
        try (YAMLParser parser = (YAMLParser) Json.YAML.getFactory().createParser(text)) {
            boolean ended = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                Require.that(!ended, "", "expected one document, found a second one" + at(parser.currentLocation()));
                Require.that(
                        !parser.isCurrentAlias(),
                        "",
                        "expected the value itself, found a YAML alias" + at(parser.currentLocation()));
                ended = token.isStructEnd() && parser.getParsingContext().inRoot();
            }
        }
    }

    public static JsonNode withDefaults(JsonNode plan, JsonNode defaults) {
        ObjectNode merged = ((ObjectNode) plan).deepCopy();
        defaults.properties().forEach(field -> {
            if (!merged.has(field.getKey())) {
                merged.set(field.getKey(), field.getValue());
            }
        });
        return merged;
    }

    public static Plan bind(JsonNode tree) {
        ObjectMapper mapper = Json.STRICT;
        try {
            return mapper.treeToValue(tree, Plan.class);
        } catch (JacksonException e) {
            throw refusal(e);
        }
    }

    /** What Jackson found wrong, in the words of the plan's author. */
    public static Refusal refusal(JacksonException failure) {
        String path = failure instanceof JsonMappingException mapping ? path(mapping) : "";
        if (failure.getCause() instanceof Refusal refusal) {
            return refusal.within(path);
        }
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                new Refusal(
                        path, "is not a field that is known here; known are " + known(unknown.getKnownPropertyIds()));
            case InvalidTypeIdException type -> type(path, type);
            case InvalidFormatException wrong
            when wrong.getTargetType().isEnum() ->
                new Refusal(
                        path,
                        "expected one of " + words(wrong.getTargetType()) + ", found "
                                + Refusal.shown(wrong.getValue()));
            case MismatchedInputException mismatch
            when mismatch.getTargetType() == SecretRef.class -> new Refusal(path, SecretRef.EXPECTED);
            case MismatchedInputException mismatch
            when hasUnit(mismatch.getTargetType()) ->
                new Refusal(path, "expected a text with its unit, such as 5% or 30m; a bare number is refused");
            case InvalidFormatException wrong ->
                new Refusal(
                        path, "expected " + form(wrong.getTargetType()) + ", found " + Refusal.shown(wrong.getValue()));
            case MismatchedInputException mismatch -> new Refusal(path, "expected " + form(mismatch.getTargetType()));
            default -> new Refusal(path, failure.getOriginalMessage());
        };
    }

    /** A mapping whose fields depend on what one of them says it is. */
    private static Refusal type(String path, InvalidTypeIdException failure) {
        Class<?> base = failure.getBaseType().getRawClass();
        JsonTypeInfo info = base.getAnnotation(JsonTypeInfo.class);
        JsonSubTypes types = base.getAnnotation(JsonSubTypes.class);
        if (info == null || types == null) {
            return new Refusal(path, failure.getOriginalMessage());
        }
        String names = Arrays.stream(types.value())
                .map(JsonSubTypes.Type::name)
                .sorted()
                .collect(Collectors.joining(", "));
        String field = path.isEmpty() ? info.property() : path + "." + info.property();
        return failure.getTypeId() == null
                ? new Refusal(field, "is missing: expected one of " + names)
                : new Refusal(field, "expected one of " + names + ", found " + Refusal.shown(failure.getTypeId()));
    }

    /** What a field of this type looks like in a plan. */
    private static String form(@Nullable Class<?> type) {
        if (type == null) {
            return "another value";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type) || type == OptionalInt.class) {
            return "a whole number";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        boolean text = type == String.class
                || type.isEnum()
                || type == URI.class
                || type.getPackageName().equals(Require.class.getPackageName());
        return text ? "a text" : "a mapping of fields";
    }

    private static boolean hasUnit(@Nullable Class<?> type) {
        return type == Speedup.class
                || type == Weight.class
                || type == Span.class
                || type == Quantity.class
                || type == Condition.class;
    }

    /** The values of an enumeration as plans write them. */
    private static String words(Class<?> enumeration) {
        return Arrays.stream(enumeration.getEnumConstants())
                .map(value -> Json.STRICT.convertValue(value, String.class))
                .collect(Collectors.joining(", "));
    }

    private static String known(Collection<Object> names) {
        return names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String path(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            } else if (step.getIndex() >= 0) {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    private static String at(@Nullable JsonLocation place) {
        return place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }
}
