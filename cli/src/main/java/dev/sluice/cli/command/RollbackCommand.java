package dev.sluice.cli.command;

import dev.sluice.cli.Session;
import picocli.CommandLine.Command;

/** Gives stable everything, with the whole procedure. */
@Command(
        name = "rollback",
        description = {
            "Gives stable all traffic, now, and runs the whole rollback procedure.",
            "Returns when every router was read back so, and says how long that took."
        })
final class RollbackCommand extends SteerCommand {
    RollbackCommand(Session session) {
        super(session);
    }

    @Override
    String verb() {
        return "rollback";
    }
}
