package dev.sluice.local;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of {@code ./sluice up}, {@code down} and {@code logs}; exit code 1 with a reason on failure. */
@Command(
        name = "sluice",
        subcommands = {UpCommand.class, DownCommand.class, LogsCommand.class},
        description = "Runs Sluice on this machine.")
public final class Local {
    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger KAFKA_CLIENT = Logger.getLogger("org.apache.kafka");

    private Local() {}

    /** Runs one command. */
    public static void main(String[] args) {
        KAFKA_CLIENT.setLevel(Level.SEVERE); // what people need to know comes as an exception
        CommandLine commands = new CommandLine(new Local());
        commands.setExecutionExceptionHandler(Local::explain);
        System.exit(commands.execute(args));
    }

    /** What a person can mend is told in a sentence; anything else is a bug and shows its trace. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        switch (failure) {
            case LocalException e -> command.getErr().println("sluice: " + e.getMessage());
            case TopicSetupException e -> command.getErr().println("sluice: " + e.getMessage());
            case IllegalArgumentException e -> command.getErr().println("sluice: " + e.getMessage());
            case java.io.UncheckedIOException e ->
                command.getErr().println("sluice: " + e.getMessage() + ": " + e.getCause());
            case Exception e -> e.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return 1;
    }
}
