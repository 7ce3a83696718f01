package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Session;
import dev.sluice.cli.http.HttpApi;
import dev.sluice.cli.http.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the report of a rollout. */
@Command(name = "report", description = "Prints a rollout's report in Markdown: planned against actual time, and why.")
final class ReportCommand extends SluiceCommand {
    @Parameters(paramLabel = "ID", description = "the rollout")
    private String id = "";

    ReportCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        String markdown = session().api(Service.NOTIFIER).text("/reports/" + HttpApi.encoded(id), "text/markdown");
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("rollout", id);
        result.put("markdown", markdown);
        session().output().document(result, () -> session().output().line(markdown.stripTrailing()));
        return ExitCode.OK;
    }
}
