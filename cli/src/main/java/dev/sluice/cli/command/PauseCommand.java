package dev.sluice.cli.command;

import dev.sluice.cli.Session;
import picocli.CommandLine.Command;

/** Lets nothing move up. */
@Command(name = "pause", description = "Lets nothing move up until it is resumed; health is watched on.")
final class PauseCommand extends SteerCommand {
    PauseCommand(Session session) {
        super(session);
    }

    @Override
    String verb() {
        return "pause";
    }
}
