package dev.sluice.events.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.measure.Measurement;
import dev.sluice.events.wire.Json;
import dev.sluice.events.wire.Topics;
import dev.sluice.events.wire.WireType;
import dev.sluice.events.wire.WireTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The AsyncAPI 3.0 document: every topic, who writes and reads it, and every message with its headers and payload. */
final class AsyncApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private final Schemas schemas = new Schemas("#/components/schemas/");
    private final Map<String, JsonNode> topics = new TreeMap<>();

    AsyncApi() throws IOException {
        JsonNode declared = Json.YAML.readTree(Files.readAllBytes(Path.of("../deploy/kafka/topics.yaml")));
        declared.path("topics").forEach(topic -> topics.put(topic.path("name").asText(), topic));
    }

    ObjectNode document() {
        ObjectNode root = JSON.objectNode().put("asyncapi", "3.0.0");
        root.putObject("info")
                .put("title", "Sluice")
                .put("version", "1.0.0")
                .put(
                        "description",
                        "Everything that travels between Sluice's services and with others: CloudEvents 1.0 in binary mode"
                                + " over Kafka, JSON payloads, additive change only. Generated from the records; see"
                                + " events.md for the same as a table.")
                .putObject("license")
                .put("name", "Apache-2.0");
        root.put("defaultContentType", "application/json");
        ObjectNode channels = root.putObject("channels");
        ObjectNode operations = root.putObject("operations");
        for (String topic : Topics.ALL) {
            channels.set(id(topic), channel(topic));
            operations(topic, operations);
        }
        ObjectNode components = JSON.objectNode();
        ObjectNode messages = components.putObject("messages");
        WireTypes.ALL.forEach(type -> messages.set(type.name(), message(type)));
        messages.set("dead-letter", deadLetter());
        ObjectNode definitions = components.putObject("schemas");
        schemas.definitions().forEach(definitions::set);
        root.set("components", components);
        return root;
    }

    private static String id(String topic) {
        return topic.replace("sluice.", "");
    }

    private ObjectNode channel(String topic) {
        JsonNode declared = topics.getOrDefault(topic, JSON.objectNode());
        ObjectNode channel = JSON.objectNode()
                .put("address", topic)
                .put("title", declared.path("about").asText())
                .put(
                        "description",
                        "Written by " + names(declared.path("writers")) + "; read by "
                                + names(declared.path("readers")) + "."
                                + (declared.path("keyed").asBoolean()
                                        ? " The record key is the target, namespace/application."
                                        : ""));
        ObjectNode messages = channel.putObject("messages");
        WireTypes.ALL.stream()
                .filter(type -> type.topic().equals(topic))
                .forEach(type -> messages.putObject(type.name()).put("$ref", "#/components/messages/" + type.name()));
        if (topic.equals(Topics.DEAD_LETTERS)) {
            messages.putObject("dead-letter").put("$ref", "#/components/messages/dead-letter");
        }
        channel.putObject("bindings")
                .putObject("kafka")
                .put("topic", topic)
                .putObject("topicConfiguration")
                .putArray("cleanup.policy")
                .add(declared.path("cleanup").asText("delete"));
        return channel;
    }

    private static String names(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    /** In AsyncAPI an operation is what the described application does; here that is all of Sluice's services together. */
    private void operations(String topic, ObjectNode operations) {
        JsonNode declared = topics.getOrDefault(topic, JSON.objectNode());
        operation(operations, "send", topic, names(declared.path("writers")));
        operation(operations, "receive", topic, names(declared.path("readers")));
    }

    private static void operation(ObjectNode operations, String action, String topic, String who) {
        ObjectNode operation = operations.putObject(action + "-" + id(topic));
        operation.put("action", action);
        operation.putObject("channel").put("$ref", "#/channels/" + id(topic));
        operation.put("summary", who);
    }

    private ObjectNode message(WireType type) {
        ObjectNode message = JSON.objectNode()
                .put("name", type.name())
                .put("title", type.record().getSimpleName())
                .put("summary", Sources.of(type.record()).summary() + " Written by " + type.writer() + ".")
                .put("contentType", "application/json");
        message.set("headers", headers(type));
        message.set("payload", schemas.reference(type.record()));
        return message;
    }

    static ObjectNode headers(WireType type) {
        ObjectNode headers = JSON.objectNode().put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        properties.putObject("ce_specversion").put("const", "1.0");
        properties.putObject("ce_type").put("const", type.name());
        text(properties, "ce_id", "the event's id: the same content has the same one");
        text(properties, "ce_source", "/sluice/ and the name of the writer; others choose their own");
        properties.putObject("content-type").put("type", "string");
        text(properties, "traceparent", "W3C trace context");
        var required = headers.putArray("required")
                .add("ce_specversion")
                .add("ce_type")
                .add("ce_id")
                .add("ce_source");
        boolean journal = type.topic().equals(Topics.ROLLOUTS);
        if (journal) {
            text(properties, "ce_subject", "the rollout's id");
            text(
                    properties,
                    "ce_mustunderstand",
                    "true: a reader that does not know the type stops acting on the target");
        }
        if (Lifecycle.class.isAssignableFrom(type.record())) {
            text(properties, "ce_version", "the target's version: 1, 2, 3, … over all its rollouts");
            text(properties, "ce_after", "the id of the lifecycle event that it was decided on; absent on the first");
            required.add("ce_version");
        }
        return headers;
    }

    private static void text(ObjectNode properties, String name, String meaning) {
        properties.putObject(name).put("type", "string").put("description", meaning);
    }

    private static ObjectNode deadLetter() {
        ObjectNode message = JSON.objectNode()
                .put("name", "dead-letter")
                .put("title", "DeadLetter")
                .put(
                        "summary",
                        "A record that could not be read, or the first 64 KiB of it, with the reason in its headers.");
        message.putObject("payload").put("description", "the bytes as they came");
        return message;
    }

    /** Whose events they are, for the catalogue. */
    static String chapter(WireType type) {
        if (type.topic().equals(Topics.COMMANDS)) {
            return "Commands";
        }
        if (Lifecycle.class.isAssignableFrom(type.record())) {
            return "The journal: lifecycle events, numbered";
        }
        if (Fact.class.isAssignableFrom(type.record())) {
            return "The journal: facts";
        }
        return Measurement.class.isAssignableFrom(type.record()) ? "Measurements" : "Other messages";
    }
}
