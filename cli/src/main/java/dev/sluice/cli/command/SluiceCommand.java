package dev.sluice.cli.command;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** A command that does its work within a session and ends with a documented code. */
@Command(mixinStandardHelpOptions = true)
abstract class SluiceCommand implements Callable<Integer> {
    private final Session session;

    SluiceCommand(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    abstract ExitCode run();

    @Override
    public Integer call() {
        return run().number();
    }
}
