package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Failure;
import dev.sluice.cli.Session;
import dev.sluice.cli.http.Follower;
import dev.sluice.cli.http.HttpApi;
import dev.sluice.cli.http.Service;
import dev.sluice.cli.plan.PlanFile;
import dev.sluice.cli.view.Format;
import dev.sluice.cli.view.Tone;
import dev.sluice.cli.view.Words;
import dev.sluice.events.value.Span;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a rollout, and says whether it was accepted; with {@code --wait}, how it ended. */
@Command(
        name = "start",
        description = {
            "Starts a rollout and says whether it was accepted.",
            "With --wait it shows every step and ends with the code of the outcome; a lost connection is",
            "taken up again."
        })
final class StartCommand extends SluiceCommand {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    @Mixin
    private PlanOptions plan = new PlanOptions();

    @Mixin
    private RequesterOptions requester = new RequesterOptions();

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the history")
    private String reason = "";

    @Option(names = "--wait", description = "wait until the rollout has ended")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "how long --wait waits, such as 30m (default: 2h); the rollout goes on after it")
    private Span timeout = Span.ofMinutes(120);

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "the same key for the same target starts one rollout, for 7 days (default: a new key)")
    private Optional<String> key = Optional.empty();

    @Option(names = "--dry-run", description = "print every write to a router that the plan would make; make none")
    private boolean dryRun;

    StartCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        PlanFile file = plan.read(session().around().in());
        HttpApi api = session().api(Service.TRAFFIC);
        String query =
                "?by=" + HttpApi.encoded(requester.who(session().around())) + "&reason=" + HttpApi.encoded(reason);
        if (dryRun) {
            JsonNode writes = api.post("/rollouts" + query + "&dryRun=true", HttpApi.JSON, file.json(), Map.of());
            session().output().document(writes, () -> new DryRunTable(session().output()).print(writes));
            return ExitCode.OK;
        }
        JsonNode accepted = post(api, query, file);
        String id = Words.text(accepted, "rollout");
        String path = "/rollouts/" + HttpApi.encoded(id) + "/events";
        try (Follower follower = new Follower(api, path, Optional.empty(), Follower.Beginning.MAY_WAIT)) {
            StartAnswers answers = new StartAnswers(accepted, key.map(any -> file.tree()));
            return wait ? waitFor(api, answers, follower) : confirm(answers, follower);
        }
    }

    private JsonNode post(HttpApi api, String query, PlanFile file) {
        String sent = key.orElseGet(() -> "cli-" + UUID.randomUUID());
        try {
            return api.post("/rollouts" + query, HttpApi.JSON, file.json(), Map.of("Idempotency-Key", sent));
        } catch (Failure e) {
            if (e.code() == ExitCode.UNAVAILABLE) {
                session().note("to try again without ever starting twice, add: --idempotency-key " + sent);
            }
            throw e;
        }
    }

    /** Whether the start became a rollout is known as soon as its owner has read it. */
    private ExitCode confirm(StartAnswers answers, Follower follower) {
        JsonNode accepted = answers.accepted();
        Deadline deadline = Deadline.in(ANSWER_LIMIT);
        while (!deadline.passed()) {
            Optional<StartAnswers.Answer> answer =
                    follower.next(deadline.left()).flatMap(answers::in);
            if (answer.isPresent()) {
                return report(
                        accepted,
                        answer.get().word(),
                        answer.get().sentence(),
                        answer.get().code());
            }
        }
        return report(
                accepted,
                "unconfirmed",
                "sent, but nothing was heard of it within " + Words.duration(ANSWER_LIMIT) + "; see: sluice status",
                ExitCode.TIMED_OUT);
    }

    private ExitCode waitFor(HttpApi api, StartAnswers answers, Follower follower) {
        JsonNode accepted = answers.accepted();
        String id = Words.text(accepted, "rollout");
        boolean lines = session().format() == Format.TABLE;
        Pursuit pursuit = new Pursuit(api, id, follower, Deadline.in(timeout.duration()));
        tell(lines, "rollout " + id + " of " + Words.text(accepted, "target"));
        try (Farewell farewell = new Farewell(session(), id)) {
            LineProgress progress = new LineProgress(session(), sentence -> tell(lines, sentence));
            Pursuit.Ending ending = pursuit.run(progress, answers::refusal);
            farewell.settle();
            return report(accepted, ending.word(), ending.sentence(), ending.code());
        }
    }

    /** Progress stands among the result for people, and beside it for programs. */
    private void tell(boolean lines, String sentence) {
        if (lines) {
            session().output().line(sentence);
        } else {
            session().note(sentence);
        }
    }

    private ExitCode report(JsonNode accepted, String word, String sentence, ExitCode code) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("rollout", Words.text(accepted, "rollout"));
        result.put("target", Words.text(accepted, "target"));
        result.put("result", word);
        result.put("detail", sentence);
        result.put("exitCode", code.number());
        Tone tone = code == ExitCode.OK ? Tone.GOOD : Tone.BAD;
        session().output().document(result, () -> session()
                .output()
                .line(tone, Words.text(accepted, "rollout") + ": " + sentence));
        return code;
    }
}
