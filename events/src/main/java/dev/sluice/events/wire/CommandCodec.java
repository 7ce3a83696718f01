package dev.sluice.events.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads commands, which strangers write: whatever is wrong ends in a {@link Poison} that names the field. A start needs
 * no {@code startKey} (the event's id serves) and no {@code by}.
 */
public final class CommandCodec {
    /** More than a plan of 256 KiB, indented, and less than what a broker takes by default. */
    static final int BYTES_MAX = 2 * PlanReader.BYTES_MAX;

    private static final List<String> START_FIELDS = List.of("by", "plan", "startKey");

    private CommandCodec() {}

    /** The command of a record, with the plan's missing top-level fields taken from the service's defaults. */
    public static Commanded decode(ConsumerRecord<byte[], byte[]> record, JsonNode planDefaults) throws Poison {
        Headers headers = Headers.of(record);
        WireType type = WireTypes.named(headers.type())
                .filter(row -> row.topic().equals(Topics.COMMANDS))
                .orElseThrow(() -> new Poison("unknown command type " + Refusal.shown(headers.type())));
        try {
            Command command = command(type, headers, tree(record.value()), planDefaults);
            Target target =
                    command instanceof Command.Start start ? start.plan().target() : Codec.target(record);
            return new Commanded(headers.id(), target, headers.traceparent(), command);
        } catch (Refusal e) {
            throw new Poison(String.valueOf(e.getMessage()), e);
        }
    }

    private static Command command(WireType type, Headers headers, ObjectNode tree, JsonNode planDefaults)
            throws Poison {
        if (!tree.has("by")) {
            tree.set("by", Json.WIRE.valueToTree(new Requester(headers.source(), "")));
        }
        if (type.record() == Command.Start.class) {
            refuseUnknown(tree);
            return new Command.Start(key(tree, headers), plan(tree.path("plan"), planDefaults), by(tree.get("by")));
        }
        return (Command) bind(tree, type.record());
    }

    private static void refuseUnknown(ObjectNode start) {
        start.fieldNames()
                .forEachRemaining(field -> Require.that(
                        START_FIELDS.contains(field),
                        field,
                        "is not a field that is known here; known are " + String.join(", ", START_FIELDS)));
    }

    private static StartKey key(ObjectNode start, Headers headers) {
        String key = start.path("startKey").asText(headers.id().text());
        try {
            return new StartKey(key);
        } catch (Refusal e) {
            throw new Refusal("startKey", e.expected());
        }
    }

    private static Requester by(JsonNode by) {
        try {
            return bind(by, Requester.class);
        } catch (Refusal e) {
            throw e.within("by");
        }
    }

    private static Plan plan(JsonNode plan, JsonNode defaults) {
        if (!plan.isObject()) {
            throw new Refusal("plan", "is missing: expected the rollout plan as a mapping");
        }
        if (plan.toString().length() > PlanReader.BYTES_MAX) {
            throw new Refusal("plan", "expected at most 256 KiB");
        }
        try {
            return PlanReader.bind(PlanReader.withDefaults(plan, defaults));
        } catch (Refusal e) {
            throw e.within("plan");
        }
    }

    private static ObjectNode tree(byte[] payload) throws Poison {
        try {
            if (payload != null && payload.length > BYTES_MAX) {
                throw new Poison("the payload has " + payload.length + " bytes: expected at most " + BYTES_MAX);
            }
            if (payload != null && Json.STRICT.readTree(payload) instanceof ObjectNode tree) {
                return tree;
            }
            throw new Poison("the payload is no JSON object");
        } catch (IOException e) {
            throw new Poison("the payload is not JSON: " + firstLine(e), e);
        }
    }

    private static <T> T bind(JsonNode tree, Class<T> record) {
        try {
            return Json.STRICT.treeToValue(tree, record);
        } catch (JacksonException e) {
            throw PlanReader.refusal(e);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
