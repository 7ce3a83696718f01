package dev.sluice.cli.command;

import dev.sluice.cli.Session;
import picocli.CommandLine.Command;

/** Lets a paused rollout go on. */
@Command(name = "resume", description = "Lets a paused rollout go on.")
final class ResumeCommand extends SteerCommand {
    ResumeCommand(Session session) {
        super(session);
    }

    @Override
    String verb() {
        return "resume";
    }
}
