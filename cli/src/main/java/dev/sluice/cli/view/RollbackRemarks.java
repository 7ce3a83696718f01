package dev.sluice.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How far a rollback's procedure has come, as lines: what is shut down, and what happens to each store's data.
 *
 * @param rollout as {@code GET /rollouts/{id}} answers it
 */
record RollbackRemarks(JsonNode rollout) {
    List<String> lines(Paint paint) {
        List<String> lines = new ArrayList<>();
        rollout.path("rollback")
                .path("shutdown")
                .path("workloads")
                .properties()
                .forEach(workload -> lines.add(Shutdowns.line(paint, workload)));
        rollout.path("rollback").path("data").properties().forEach(store -> lines.add(data(paint, store)));
        return lines;
    }

    private String data(Paint paint, Map.Entry<String, JsonNode> store) {
        JsonNode told = store.getValue();
        String name = "data of " + store.getKey();
        if (told.hasNonNull("failed")) {
            String paused = told.path("writesPaused").asBoolean() ? "; writes stay paused" : "";
            return paint.as(Tone.BAD, name + " are not restored: " + Words.text(told, "failed") + paused);
        }
        if (!told.hasNonNull("decision")) {
            return paint.as(
                    Tone.WARNING,
                    "restore the " + name + "? It would discard " + Words.text(told, "discards")
                            + "; answer with: sluice restore " + Words.text(rollout, "id") + " --store "
                            + store.getKey() + " --confirm (or --skip) --reason R");
        }
        if (Words.text(told, "decision").equals("skip")) {
            return name + " stay as they are";
        }
        return told.hasNonNull("writesResumedAt")
                ? paint.as(Tone.GOOD, name + " are restored and verified")
                : paint.as(Tone.WARNING, name + " are being restored");
    }
}
