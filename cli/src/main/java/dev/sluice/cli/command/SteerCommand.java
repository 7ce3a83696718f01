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
import dev.sluice.cli.view.Format;
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
 * command that it answers. The command is sent first, before anything is read. One that gives stable everything is over
 * only when every router was read back so.
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
        long sentNanos = System.nanoTime();
        JsonNode sent = api.post(rollout + "/" + verb(), HttpApi.JSON, bytes, Map.of());
        String command = Words.text(sent, "command");
        try (Follower follower =
                new Follower(api, rollout + "/events", Optional.empty(), Follower.Beginning.MAY_WAIT)) {
            return answer(command, follower, new RestoreWatch(id, sentNanos));
        }
    }

    private ExitCode answer(String command, Follower follower, RestoreWatch restore) {
        Deadline deadline = Deadline.in(ANSWER_LIMIT);
        while (!deadline.passed()) {
            Optional<StreamedEvent> next = follower.next(deadline.left());
            next.ifPresent(restore::see);
            Optional<StreamedEvent> answer = next.filter(event -> answers(event, command));
            if (answer.isPresent()) {
                String sentence = Narrator.tell(answer.get()).text();
                return switch (answer.get().type()) {
                    case "dev.sluice.command.refused.v1" -> report(command, "refused", sentence, ExitCode.REFUSED);
                    case "dev.sluice.restore.started.v1" -> restored(command, sentence, follower, restore);
                    default -> report(command, "accepted", sentence, ExitCode.OK);
                };
            }
        }
        String sentence =
                "sent, but not answered within " + Words.duration(ANSWER_LIMIT) + "; see: sluice status " + id;
        return report(command, "unconfirmed", sentence, ExitCode.TIMED_OUT);
    }

    /** A person who takes the traffic away wants to know that it is away, and for how long it was not. */
    private ExitCode restored(String command, String accepted, Follower follower, RestoreWatch restore) {
        if (session().format() == Format.TABLE) {
            session().output().line(Tone.WARNING, verb() + ": " + accepted);
        }
        RestoreWatch.Found found = restore.await(follower);
        ObjectNode result = result(command, "accepted", accepted, found.code());
        found.after().ifPresent(after -> {
            result.put("restoredRouters", found.routers());
            result.put("restoredAfterMs", after.toMillis());
        });
        Tone tone = found.code() == ExitCode.OK ? Tone.GOOD : Tone.BAD;
        session().output().document(result, () -> session().output().line(tone, found.sentence()));
        return found.code();
    }

    /** An abort or a rollback before anything moved ends the rollout at once, by an event that names only who asked. */
    boolean answers(StreamedEvent event, String command) {
        boolean ended = event.type().equals("dev.sluice.rollout.aborted.v1")
                && isMine(event.payload().path("by"));
        return ended || Words.text(event.payload(), "command").equals(command);
    }

    /** Whether an event that names no command was asked for by the same person with the same words. */
    final boolean isMine(JsonNode by) {
        return Words.text(by, "who").equals(requester.who(session().around()))
                && Words.text(by, "reason").equals(reason);
    }

    private ExitCode report(String command, String word, String sentence, ExitCode code) {
        ObjectNode result = result(command, word, sentence, code);
        Tone tone = code == ExitCode.OK ? Tone.GOOD : Tone.BAD;
        session().output().document(result, () -> session().output().line(tone, verb() + ": " + sentence));
        return code;
    }

    private ObjectNode result(String command, String word, String sentence, ExitCode code) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("rollout", id);
        result.put("verb", verb());
        result.put("command", command);
        result.put("result", word);
        result.put("detail", sentence);
        result.put("exitCode", code.number());
        return result;
    }
}
