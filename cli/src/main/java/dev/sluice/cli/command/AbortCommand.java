package dev.sluice.cli.command;

import dev.sluice.cli.Session;
import picocli.CommandLine.Command;

/** Gives stable everything and ends, traffic alone. */
@Command(
        name = "abort",
        description = {
            "Gives stable all traffic and ends the rollout, without the rollback procedure.",
            "Returns when every router was read back so, and says how long that took."
        })
final class AbortCommand extends SteerCommand {
    AbortCommand(Session session) {
        super(session);
    }

    @Override
    String verb() {
        return "abort";
    }
}
