package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.http.StreamedEvent;
import dev.sluice.cli.view.Narrator;
import dev.sluice.cli.view.Words;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.value.Refusal;
import java.util.Optional;

/**
 * Finds the answer to one start among the events of its rollout.
 *
 * @param accepted what the service answered to the start
 * @param repeatable the plan that was sent, when it went under a key that may have been used before
 */
record StartAnswers(JsonNode accepted, Optional<JsonNode> repeatable) {
    /** What became of the start. */
    record Answer(String word, String sentence, ExitCode code) {}

    Optional<Answer> in(StreamedEvent event) {
        String told = Narrator.tell(event).text();
        return switch (event.type()) {
            case "dev.sluice.rollout.requested.v1" -> Optional.of(begun(event, "started", "started, " + told));
            case "dev.sluice.rollout.queued.v1" -> Optional.of(begun(event, "queued", told));
            case "dev.sluice.command.refused.v1" ->
                Optional.of(event).filter(this::isAbout).map(any -> new Answer("refused", told, ExitCode.REFUSED));
            default -> Optional.empty();
        };
    }

    Optional<String> refusal(StreamedEvent event) {
        return in(event).filter(answer -> answer.code() == ExitCode.REFUSED).map(Answer::sentence);
    }

    private Answer begun(StreamedEvent event, String word, String sentence) {
        boolean other = repeatable.isPresent()
                && !samePlan(repeatable.get(), event.payload().path("plan"));
        return other
                ? new Answer("refused", "refused: this idempotency key started another plan before", ExitCode.REFUSED)
                : new Answer(word, sentence, ExitCode.OK);
    }

    /** Whether a plan that was begun is the one that was sent, where the service filled in only what that one left out. */
    private static boolean samePlan(JsonNode sent, JsonNode begun) {
        try {
            return PlanReader.bind(PlanReader.withDefaults(sent, begun)).equals(PlanReader.bind(begun));
        } catch (Refusal e) {
            return false;
        }
    }

    private boolean isAbout(StreamedEvent refusal) {
        String command = Words.text(accepted, "command");
        return command.isEmpty()
                ? Words.text(refusal.payload(), "type").contains("start")
                : command.equals(Words.text(refusal.payload(), "command"));
    }
}
