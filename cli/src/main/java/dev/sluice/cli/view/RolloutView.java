package dev.sluice.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.cli.http.StreamedEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * A rollout as lines: its headline, its stages, its troubles, and the events that came last.
 *
 * @param rollout as {@code GET /rollouts/{id}} answers it
 * @param unicode whether bars may be drawn with more than ASCII
 */
public record RolloutView(JsonNode rollout, List<StreamedEvent> last, Clock clock, Paint paint, boolean unicode) {
    private static final int STAGES_MAX = 12;

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        Cell state = State.of(rollout);
        lines.add(paint.as(Tone.STRONG, Words.text(rollout, "id")) + "  " + Words.text(rollout, "target") + " to "
                + Words.text(rollout, "version") + "  " + paint.as(state.tone(), state.text()));
        remarks(lines);
        Table table = new Table("", "", "STAGE", "", "SHARE", "MEASURED", "TIME", "VERDICT");
        shown().forEach(stage -> table.row(new StageCells(stage, newest(stage), clock, unicode).cells()));
        if (!rollout.path("stages").isEmpty()) {
            lines.addAll(table.lines(paint)); // of one that ended long ago only the outcome is known
        }
        for (StreamedEvent event : last) {
            lines.add(EventLine.of(event, clock.getZone(), paint));
        }
        return lines;
    }

    private void remarks(List<String> lines) {
        JsonNode pause = rollout.path("pause");
        if (pause.isObject()) {
            JsonNode by = pause.path("by");
            lines.add(paint.as(Tone.WARNING, "paused by " + Words.text(by, "who") + ": " + Words.text(by, "reason")));
        }
        JsonNode freeze = rollout.path("freeze");
        if (freeze.isObject()) {
            JsonNode by = freeze.path("by");
            lines.add(paint.as(Tone.WARNING, "frozen by " + Words.text(by, "who") + ": " + Words.text(by, "reason")));
        }
        new StepRemarks(rollout).lines(paint).forEach(lines::add);
        new RollbackRemarks(rollout).lines(paint).forEach(lines::add);
        for (JsonNode trouble : rollout.path("troubles")) {
            lines.add(paint.as(
                    Tone.BAD,
                    "breach of " + Words.text(trouble, "trigger") + " (" + Words.text(trouble, "reaction") + "): "
                            + Words.reading(trouble.path("reading"))));
        }
        for (JsonNode reading : evaluation("triggers").path("readings")) {
            if (Words.text(reading, "outcome").equals("UNKNOWN")) {
                lines.add(paint.as(Tone.WARNING, "not known: " + Words.reading(reading)));
            }
        }
        rollout.path("delayed")
                .properties()
                .forEach(router -> lines.add(paint.as(
                        Tone.BAD,
                        "router " + router.getKey() + " has not given stable everything yet: "
                                + router.getValue().asText())));
        String reason = Words.text(rollout, "reason");
        if (!reason.isEmpty()) {
            lines.add("reason: " + reason);
        }
    }

    /** The newest that health-service made of this kind; missing where the stage was not evaluated yet. */
    private JsonNode evaluation(String kind) {
        for (JsonNode evaluated : rollout.path("evaluations")) {
            if (Words.text(evaluated, "kind").equals(kind)) {
                return evaluated;
            }
        }
        return MissingNode.getInstance();
    }

    private JsonNode newest(JsonNode stage) {
        boolean current = Words.text(stage, "name").equals(Words.text(rollout, "stage"));
        return current ? evaluation("validation").path("readings") : MissingNode.getInstance();
    }

    /** Of very many stages those around the current one, so that the view fits a screen. */
    private List<JsonNode> shown() {
        List<JsonNode> stages = new ArrayList<>();
        rollout.path("stages").forEach(stages::add);
        if (stages.size() <= STAGES_MAX) {
            return stages;
        }
        int current = 0;
        for (int i = 0; i < stages.size(); i++) {
            current = stages.get(i).hasNonNull("startedAt") ? i : current;
        }
        int first = Math.clamp(current - STAGES_MAX / 2, 0, stages.size() - STAGES_MAX);
        return stages.subList(first, first + STAGES_MAX);
    }
}
