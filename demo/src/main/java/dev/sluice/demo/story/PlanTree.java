package dev.sluice.demo.story;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A plan file with the addresses of the parts that were just started; only fields that it has are replaced. */
final class PlanTree {
    private final ObjectNode tree;

    private PlanTree(ObjectNode tree) {
        this.tree = tree;
    }

    /** Reads the file and replaces the text at each pointer, such as {@code /routers/0/url}. */
    static PlanTree read(Path file, Map<String, String> addresses) {
        try {
            ObjectNode tree =
                    (ObjectNode) PlanReader.tree(Files.readAllBytes(file)).deepCopy();
            addresses.forEach((pointer, address) -> replace(tree, JsonPointer.compile(pointer), address));
            return new PlanTree(tree);
        } catch (IOException e) {
            throw new UncheckedIOException("the plan " + file + " can't be read", e);
        }
    }

    private static void replace(ObjectNode tree, JsonPointer pointer, String address) {
        if (!tree.at(pointer).isTextual()) {
            throw new DemoFailed("the plan has no text at " + pointer);
        }
        JsonNode parent = tree.at(pointer.head());
        switch (parent) {
            case ArrayNode list -> list.set(pointer.last().getMatchingIndex(), TextNode.valueOf(address));
            case ObjectNode mapping -> mapping.put(pointer.last().getMatchingProperty(), address);
            default -> throw new DemoFailed("the plan has nothing to replace at " + pointer);
        }
    }

    byte[] json() {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    Plan plan() {
        return PlanReader.bind(tree);
    }
}
