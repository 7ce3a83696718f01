package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Session;
import dev.sluice.cli.http.HttpApi;
import dev.sluice.cli.http.Service;
import dev.sluice.cli.view.RolloutList;
import dev.sluice.cli.view.RolloutView;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Where rollouts stand. */
@Command(name = "status", description = "Shows all rollouts that are known, or one with its stages.")
final class StatusCommand extends SluiceCommand {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "the rollout (default: all)")
    private Optional<String> id = Optional.empty();

    StatusCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        HttpApi api = session().api(Service.TRAFFIC);
        JsonNode answer = api.get(
                "/rollouts" + id.map(rollout -> "/" + HttpApi.encoded(rollout)).orElse(""));
        session().output().document(answer, () -> print(answer));
        return ExitCode.OK;
    }

    private void print(JsonNode answer) {
        if (id.isEmpty()) {
            RolloutList list =
                    new RolloutList(answer.path("rollouts"), session().clock());
            list.lines(session().paint()).forEach(session().output()::line);
            return;
        }
        RolloutView view = new RolloutView(
                answer,
                List.of(),
                session().clock(),
                session().paint(),
                session().around().unicode());
        view.lines().forEach(session().output()::line);
    }
}
