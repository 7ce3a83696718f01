package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Stamp;
import java.util.Optional;

/**
 * The annotation that makes an object's split safe: stamp, latch and the share that was written, for each part of the
 * object that is split on its own, so that two targets may share one object.
 */
final class Notes {
    static final String ANNOTATION = "sluice.dev/split";
    private static final ObjectMapper JSON = new ObjectMapper();
    private final ObjectRef ref;
    private final Optional<String> text;

    private Notes(ObjectRef ref, Optional<String> text) {
        this.ref = ref;
        this.text = text;
    }

    static Notes of(Standing standing) {
        return new Notes(standing.ref(), Tree.annotation(standing.object(), ANNOTATION));
    }

    /** What can't be read is refused: nobody could tell whether it is a later rollout's. */
    Optional<Note> at(String part) throws Refused {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<ObjectNode> all = tree();
        if (all.isEmpty()) {
            throw unreadable(text.get());
        }
        JsonNode note = all.get().path(part);
        return note.isMissingNode() ? Optional.empty() : Optional.of(note(note));
    }

    /** For a restore, which nothing that can't be read holds up. */
    Optional<Note> readable(String part) {
        try {
            return at(part);
        } catch (Refused unreadable) {
            return Optional.empty();
        }
    }

    /** Puts the note into the object; those of other parts stay, as far as the annotation could be read at all. */
    void write(ObjectNode object, String part, Note note) {
        ObjectNode all = tree().orElseGet(JsonNodeFactory.instance::objectNode);
        all.putObject(part)
                .put("rollout", note.stamp().rollout().text())
                .put("version", note.stamp().version())
                .put("epoch", note.stamp().epoch())
                .put("candidate", note.candidate().toString())
                .put("latched", note.latched());
        Tree.annotations(object).put(ANNOTATION, all.toString());
    }

    private Optional<ObjectNode> tree() {
        try {
            return text.isPresent() && JSON.readTree(text.get()) instanceof ObjectNode all
                    ? Optional.of(all)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private Note note(JsonNode json) throws Refused {
        JsonNode version = json.path("version");
        JsonNode epoch = json.path("epoch");
        JsonNode latched = json.path("latched");
        if (!version.canConvertToLong() || !version.isIntegralNumber() || !epoch.isInt() || !latched.isBoolean()) {
            throw unreadable(json.toString());
        }
        try {
            Stamp stamp =
                    new Stamp(new RolloutId(json.path("rollout").asText()), version.longValue(), epoch.intValue());
            return new Note(stamp, Weight.parse(json.path("candidate").asText()), latched.booleanValue());
        } catch (Refusal e) {
            throw unreadable(json.toString());
        }
    }

    private Refused unreadable(String found) {
        return new Refused(ref + " has an annotation " + ANNOTATION + " that can't be read as a rollout's: "
                + Refusal.shown(found) + "; a restore replaces it, or remove it by hand");
    }
}
