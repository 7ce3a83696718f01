package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets a stage end before its time, and opens its gate. */
@Command(
        name = "promote",
        description = "Skips the rest of the stage's time and opens its gate; health must still validate it.")
final class PromoteCommand extends SteerCommand {
    @Option(names = "--full", description = "the next stage is the last one, with all traffic")
    private boolean full;

    PromoteCommand(Session session) {
        super(session);
    }

    @Override
    String verb() {
        return "promote";
    }

    @Override
    void describe(ObjectNode body) {
        body.put("full", full);
    }
}
