package dev.sluice.cli;

import dev.sluice.events.value.Refusal;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a failure is told: a sentence on standard error and a documented code, never a stack trace unless asked for. */
final class FailureHandlers {
    private final Session session;

    FailureHandlers(Session session) {
        this.session = session;
    }

    int execution(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        switch (failure) {
            case Failure e -> {
                return told(e.sentence(), e.code(), e);
            }
            case Refusal e -> {
                return told(String.valueOf(e.getMessage()), ExitCode.USAGE, e);
            }
            case Exception e -> {
                return told("unexpected: " + e + " (SLUICE_DEBUG=1 shows where)", ExitCode.UNEXPECTED, e);
            }
        }
    }

    int parameters(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = session.around().err();
        err.println("sluice: " + sentence(failure));
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE.number();
    }

    /** A refused value says more by itself than picocli about it. */
    private static String sentence(ParameterException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return String.valueOf(refusal.getMessage());
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private int told(String sentence, ExitCode code, Exception cause) {
        PrintWriter err = session.around().err();
        err.println("sluice: " + sentence);
        if (session.around().variable("SLUICE_DEBUG").isPresent()) {
            cause.printStackTrace(err);
        }
        err.flush();
        return code.number();
    }
}
