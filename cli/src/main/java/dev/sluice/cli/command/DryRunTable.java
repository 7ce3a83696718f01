package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.view.Output;
import dev.sluice.cli.view.Tone;
import dev.sluice.cli.view.Words;

/** Every write that a plan would make, stage by stage, for people. */
record DryRunTable(Output output) {
    void print(JsonNode answer) {
        output.line("dry run of " + Words.text(answer, "target") + ": nothing was written");
        for (JsonNode stage : answer.path("stages")) {
            output.line(Tone.STRONG, "stage " + Words.text(stage, "stage") + ", " + Words.text(stage, "weight"));
            stage.path("routers").forEach(this::router);
        }
        output.line(Tone.STRONG, "to give stable everything back, at any time");
        answer.path("restore").forEach(this::router);
    }

    private void router(JsonNode router) {
        output.line("  router " + Words.text(router, "router"));
        if (router.path("writes").isEmpty()) {
            output.line(Tone.QUIET, "    no write");
        }
        router.path("writes").forEach(write -> output.line("    " + write.asText()));
    }
}
