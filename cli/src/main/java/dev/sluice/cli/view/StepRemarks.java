package dev.sluice.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * How the steps of a rollout and the shut-downs of a complete one fare, as lines.
 *
 * @param rollout as {@code GET /rollouts/{id}} answers it
 */
record StepRemarks(JsonNode rollout) {
    private static final Set<String> BACK =
            Set.of("failing", "restoring", "restored", "rolled-back", "aborted", "failed");

    List<String> lines(Paint paint) {
        List<String> lines = new ArrayList<>();
        rollout.path("steps").properties().forEach(step -> lines.add(step(paint, step)));
        rollout.path("retirements").properties().forEach(workload -> lines.add(Shutdowns.line(paint, workload)));
        return lines;
    }

    /** On the way back nobody asks any more after what was begun on the way up. */
    private boolean givenUp(String step) {
        boolean onRollback = StreamSupport.stream(
                        rollout.path("plan").path("steps").spliterator(), false)
                .filter(planned -> step.equals(Words.text(planned, "name")))
                .anyMatch(planned -> planned.path("onRollback").asBoolean());
        return !onRollback && BACK.contains(Words.text(rollout, "phase"));
    }

    private String step(Paint paint, Map.Entry<String, JsonNode> step) {
        JsonNode told = step.getValue();
        int attempt = told.path("attempt").asInt(1);
        String name = "step " + step.getKey() + (attempt > 1 ? ", attempt " + attempt + "," : "");
        return switch (Words.text(told, "result")) {
            case "succeeded" -> name + " is done: " + Words.text(told, "detail");
            case "failed" -> paint.as(Tone.BAD, name + " failed: " + Words.text(told, "detail"));
            default -> paint.as(Tone.WARNING, name + (givenUp(step.getKey()) ? " was given up" : " is under way"));
        };
    }
}
