package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks into JSON that may hold anything. */
public final class Tree {
    private Tree() {}

    /** The objects of an array; whatever else stands there is left alone. */
    public static List<ObjectNode> objects(JsonNode array) {
        List<ObjectNode> objects = new ArrayList<>();
        array.forEach(each -> {
            if (each instanceof ObjectNode object) {
                objects.add(object);
            }
        });
        return objects;
    }

    /** The text of a field, where it has one that is not empty. */
    public static Optional<String> text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() && !value.asText().isEmpty() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** The texts of an array. */
    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** Puts an element before another, found by identity. */
    public static void insertBefore(ArrayNode array, JsonNode successor, JsonNode element) {
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) == successor) {
                array.insert(i, element);
                return;
            }
        }
        throw new IllegalStateException("the successor is not in the array");
    }

    /** The annotations, made where there are none. */
    public static ObjectNode annotations(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        ObjectNode owner = metadata instanceof ObjectNode there ? there : object.putObject("metadata");
        return owner.path("annotations") instanceof ObjectNode there ? there : owner.putObject("annotations");
    }

    /** One annotation's text. */
    public static Optional<String> annotation(ObjectNode object, String name) {
        return text(object.path("metadata").path("annotations"), name);
    }
}
