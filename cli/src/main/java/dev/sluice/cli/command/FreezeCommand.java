package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Session;
import dev.sluice.cli.http.HttpApi;
import dev.sluice.cli.http.Service;
import dev.sluice.cli.view.Tone;
import dev.sluice.cli.view.Words;
import dev.sluice.events.journal.Freeze;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets nothing move up until it is lifted, and says when that is so. */
@Command(
        name = "freeze",
        description = {
            "Lets nothing move up, of one target or of all, until it is lifted.",
            "No stage starts or completes and no share is raised; health is judged on, and rollbacks work as ever."
        })
final class FreezeCommand extends SluiceCommand {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(100);

    @Parameters(paramLabel = "TARGET", arity = "0..1", description = "namespace/application; without it: all targets")
    private Optional<String> target = Optional.empty();

    @Option(names = "--lift", description = "lift the freeze")
    private boolean lift;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the history")
    private String reason = "";

    @Mixin
    private RequesterOptions requester = new RequesterOptions();

    FreezeCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        HttpApi api = session().api(Service.TRAFFIC);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("who", requester.who(session().around()));
        body.put("reason", reason);
        target.ifPresent(name -> body.put("target", name));
        api.post(
                "/freezes/" + (lift ? "thaw" : "freeze"),
                HttpApi.JSON,
                body.toString().getBytes(StandardCharsets.UTF_8),
                Map.of());
        Deadline deadline = Deadline.in(LIMIT);
        String wanted = target.orElse(Freeze.EVERYTHING.toString());
        Optional<JsonNode> found = frozen(wanted);
        while (found.isPresent() == lift && !deadline.passed()) {
            rest();
            found = frozen(wanted);
        }
        return found.isPresent() == lift ? unconfirmed() : done(found);
    }

    private ExitCode done(Optional<JsonNode> freeze) {
        String who = freeze.map(each ->
                        "by " + Words.text(each.path("by"), "who") + ", " + Words.text(each.path("by"), "reason"))
                .orElse("");
        String sentence = lift ? subject() + " may move up again" : subject() + " is frozen " + who;
        if (lift && target.isPresent() && frozen(Freeze.EVERYTHING.toString()).isPresent()) {
            sentence = subject() + " has no freeze of its own any more, but everything is frozen";
        }
        return told(lift ? "lifted" : "frozen", sentence, ExitCode.OK);
    }

    private ExitCode unconfirmed() {
        return told("unconfirmed", "sent, but not seen within " + Words.duration(LIMIT), ExitCode.TIMED_OUT);
    }

    private ExitCode told(String word, String sentence, ExitCode code) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("target", target.orElse(Freeze.EVERYTHING.toString()));
        result.put("result", word);
        result.put("detail", sentence);
        result.put("exitCode", code.number());
        Tone tone = code == ExitCode.OK ? Tone.GOOD : Tone.BAD;
        session().output().document(result, () -> session().output().line(tone, sentence));
        return code;
    }

    private String subject() {
        return target.orElse("everything");
    }

    private Optional<JsonNode> frozen(String wanted) {
        for (JsonNode each : session().api(Service.TRAFFIC).get("/freezes").path("freezes")) {
            if (Words.text(each, "target").equals(wanted)) {
                return Optional.of(each.path("freeze"));
            }
        }
        return Optional.empty();
    }

    private static void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
