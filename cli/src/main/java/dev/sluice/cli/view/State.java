package dev.sluice.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** Where a rollout stands, in a few words with a tone, from its summary. */
final class State {
    private State() {}

    static Cell of(JsonNode rollout) {
        String outcome = Words.text(rollout, "outcome");
        String phase = outcome.isEmpty() ? Words.text(rollout, "phase") : outcome;
        String paused = rollout.path("paused").asBoolean() ? ", paused" : "";
        String held = rollout.path("held").asBoolean() ? ", held by the safety net" : "";
        String frozen = rollout.path("frozen").asBoolean() && outcome.isEmpty() ? ", frozen" : "";
        boolean stands = !(paused.isEmpty() && held.isEmpty() && frozen.isEmpty());
        Tone tone =
                switch (phase) {
                    case "completed" -> Tone.GOOD;
                    case "rolled-back", "failed", "failing", "restoring", "restored" -> Tone.BAD;
                    case "aborted" -> Tone.WARNING;
                    default -> stands ? Tone.WARNING : Tone.PLAIN;
                };
        return new Cell(tone, phase + paused + held + frozen);
    }
}
