package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Session;
import dev.sluice.cli.http.StreamedEvent;
import dev.sluice.cli.view.Words;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answers whether a store gets its backup back. */
@Command(
        name = "restore",
        description = {
            "Answers whether the data of a store are restored from their backup, when a rollback asks.",
            "A restore discards what was written since the backup; without an answer nothing is restored."
        })
final class RestoreCommand extends SteerCommand {
    @Option(names = "--store", required = true, paramLabel = "NAME", description = "the store, by its name in the plan")
    private String store = "";

    @ArgGroup(multiplicity = "1")
    private Answer answer = new Answer();

    /** Exactly one of the two. */
    static final class Answer {
        @Option(names = "--confirm", description = "restore the backup")
        private boolean confirm;

        @Option(names = "--skip", description = "leave the data as they are; the backup is kept for its time")
        private boolean skip;
    }

    RestoreCommand(Session session) {
        super(session);
    }

    @Override
    String verb() {
        return "restore";
    }

    @Override
    void describe(ObjectNode body) {
        body.put("store", store);
        body.put("decision", answer.confirm ? "restore" : "skip");
    }

    /** rollback-service states the answer as a fact, which names the store, what was answered, by whom and why. */
    @Override
    boolean answers(StreamedEvent event, String command) {
        JsonNode told = event.payload();
        return super.answers(event, command)
                || (event.type().equals("dev.sluice.restore.decided.v1")
                        && Words.text(told, "store").equals(store)
                        && isMine(told.path("by")));
    }
}
