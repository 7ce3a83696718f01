package dev.sluice.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** How the shut-down of one workload fares, as a line. */
final class Shutdowns {
    private Shutdowns() {}

    static String line(Paint paint, Map.Entry<String, JsonNode> workload) {
        JsonNode told = workload.getValue();
        if (told.hasNonNull("retiredAt")) {
            return "workload " + workload.getKey() + " is shut down: " + Words.text(told, "detail");
        }
        String why = Words.text(told, "delayed");
        return paint.as(
                why.isEmpty() ? Tone.PLAIN : Tone.WARNING,
                "workload " + workload.getKey() + " is being shut down" + (why.isEmpty() ? "" : ": " + why));
    }
}
