package dev.sluice.cli.command;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Session;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Unmatched;

/** Stands for a command that {@code ./sluice} carries out itself, so that help and completion know it too. */
@Command
final class LauncherCommand extends SluiceCommand {
    private final String name;

    @Unmatched
    private List<String> rest = new ArrayList<>();

    private LauncherCommand(Session session, String name) {
        super(session);
        this.name = name;
    }

    static CommandSpec spec(Session session, String name, String description) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new LauncherCommand(session, name));
        spec.name(name);
        spec.usageMessage().description(description);
        return spec;
    }

    @Override
    ExitCode run() {
        session()
                .note("'" + name + "' is carried out by the launcher: run ./sluice " + name
                        + (rest.isEmpty() ? "" : " " + String.join(" ", rest)));
        return ExitCode.USAGE;
    }
}
