package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Session;
import dev.sluice.cli.http.Follower;
import dev.sluice.cli.http.HttpApi;
import dev.sluice.cli.http.Service;
import dev.sluice.cli.http.StreamedEvent;
import dev.sluice.cli.view.Narrator;
import dev.sluice.cli.view.Tone;
import dev.sluice.cli.view.Words;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Sends a command about one rollout, and says what became of it: every answer in the journal carries the id of the
 * command that it answers. The command is sent first, before anything is read.
 */
abstract class SteerCommand extends SluiceCommand {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    @Parameters(paramLabel = "ID", description = "the rollout")
    private String id = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the history")
    private String reason = "";

    @Mixin
    private RequesterOptions requester = new RequesterOptions();

    SteerCommand(Session session) {
        super(session);
    }

    /** The last piece of the path that it is sent to. */
    abstract String verb();

    /** More fields of the body than who and why. */
    void describe(ObjectNode body) {}

    @Override
    ExitCode run() {
        HttpApi api = session().api(Service.TRAFFIC);
        String rollout = "/rollouts/" + HttpApi.encoded(id);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("who", requester.who(session().around()));
        body.put("reason", reason);
        describe(body);
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        JsonNode sent = api.post(rollout + "/" + verb(), HttpApi.JSON, bytes, Map.of());
        String command = Words.text(sent, "command");
        try (Follower follower =
                new Follower(api, rollout + "/events", Optional.empty(), Follower.Beginning.MAY_WAIT)) {
            return answer(command, follower);
        }
    }

    private ExitCode answer(String command, Follower follower) {
        Deadline deadline = Deadline.in(ANSWER_LIMIT);
        while (!deadline.passed()) {
            Optional<StreamedEvent> answer = follower.next(deadline.left()).filter(event -> answers(event, command));
            if (answer.isPresent()) {
                boolean refused = answer.get().type().equals("dev.sluice.command.refused.v1");
                String sentence = Narrator.tell(answer.get()).text();
                return refused
                        ? report(command, "refused", sentence, ExitCode.REFUSED)
                        : report(command, "accepted", sentence, ExitCode.OK);
            }
        }
        String sentence =
                "sent, but not answered within " + Words.duration(ANSWER_LIMIT) + "; see: sluice status " + id;
        return report(command, "unconfirmed", sentence, ExitCode.TIMED_OUT);
    }

    /** An abort or a rollback before anything moved ends the rollout at once, by an event that names only who asked. */
    private boolean answers(StreamedEvent event, String command) {
        JsonNode by = event.payload().path("by");
        boolean ended = event.type().equals("dev.sluice.rollout.aborted.v1")
                && Words.text(by, "who").equals(requester.who(session().around()))
                && Words.text(by, "reason").equals(reason);
        return ended || Words.text(event.payload(), "command").equals(command);
    }

    private ExitCode report(String command, String word, String sentence, ExitCode code) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("rollout", id);
        result.put("verb", verb());
        result.put("command", command);
        result.put("result", word);
        result.put("detail", sentence);
        result.put("exitCode", code.number());
        Tone tone = code == ExitCode.OK ? Tone.GOOD : Tone.BAD;
        session().output().document(result, () -> session().output().line(tone, verb() + ": " + sentence));
        return code;
    }
}
