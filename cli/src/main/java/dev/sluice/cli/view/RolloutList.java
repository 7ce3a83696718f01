package dev.sluice.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Rollouts as a table, in the order that they came in. */
public record RolloutList(JsonNode rollouts, Clock clock) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    public List<String> lines(Paint paint) {
        if (rollouts.isEmpty()) {
            return List.of("no rollouts");
        }
        Table table = new Table("", "ROLLOUT", "TARGET", "VERSION", "PHASE", "STAGE", "SHARE", "STARTED");
        for (JsonNode rollout : rollouts) {
            table.row(
                    Cell.of(Words.text(rollout, "id")),
                    Cell.of(Words.text(rollout, "target")),
                    Cell.of(Words.text(rollout, "version")),
                    State.of(rollout),
                    Cell.of(dash(Words.text(rollout, "stage"))),
                    Cell.of(dash(Words.text(rollout, "weight"))),
                    Cell.of(Words.time(rollout, "startedAt").map(this::shown).orElse("-")));
        }
        return table.lines(paint);
    }

    private String shown(Instant time) {
        return TIME.format(time.atZone(clock.getZone()));
    }

    private static String dash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
