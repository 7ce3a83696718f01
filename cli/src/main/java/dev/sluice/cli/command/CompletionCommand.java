package dev.sluice.cli.command;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Session;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what a shell needs to complete this command line. */
@Command(
        name = "completion",
        description = {
            "Prints a completion script for bash and zsh.",
            "bash: source <(./sluice completion bash)   zsh: the same with zsh, after autoload -U compinit; compinit"
        })
final class CompletionCommand extends SluiceCommand {
    /** The shells that are served; one script serves both, since zsh reads bash's. */
    enum Shell {
        bash,
        zsh
    }

    private final Supplier<CommandLine> root;

    @Parameters(arity = "0..1", paramLabel = "SHELL", description = "bash (default) or zsh")
    private Shell shell = Shell.bash;

    CompletionCommand(Session session, Supplier<CommandLine> root) {
        super(session);
        this.root = root;
    }

    @Override
    ExitCode run() {
        session().around().out().print(AutoComplete.bash("sluice", root.get()));
        session().around().out().flush();
        return ExitCode.OK;
    }
}
