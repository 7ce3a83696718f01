package dev.sluice.analyze;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Failure;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.plan.Assignment;
import dev.sluice.cli.view.Format;
import dev.sluice.events.value.Refusal;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;

/** Runs {@link Analyze} as the command line runs its commands: a sentence on standard error, and a documented code. */
public final class Main {
    private static final int HELP_WIDTH = 100;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Surroundings.ofProcess(), arguments));
    }

    /** Runs one command line to its end; the code is one of {@link ExitCode}. */
    static int run(Surroundings around, String... arguments) {
        CommandLine line = new CommandLine(new Analyze(around));
        line.registerConverter(Format.class, Format::parse);
        line.registerConverter(Assignment.class, Assignment::parse);
        line.setOut(around.out());
        line.setErr(around.err());
        line.setUsageHelpWidth(HELP_WIDTH);
        boolean colour = around.terminal() && around.variable("NO_COLOR").isEmpty();
        line.setColorScheme(Help.defaultColorScheme(colour ? Help.Ansi.ON : Help.Ansi.OFF));
        line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
        line.getCommandSpec().usageMessage().exitCodeList(codes());
        line.setParameterExceptionHandler((failure, given) -> told(around, sentence(failure), ExitCode.USAGE, failure));
        line.setExecutionExceptionHandler((failure, command, parsed) -> switch (failure) {
            case Failure e -> told(around, e.sentence(), e.code(), e);
            case Refusal e -> told(around, String.valueOf(e.getMessage()), ExitCode.USAGE, e);
            case Exception e ->
                told(around, "unexpected: " + e + " (SLUICE_DEBUG=1 shows where)", ExitCode.UNEXPECTED, e);
        });
        return line.execute(arguments);
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new TreeMap<>();
        codes.put(text(ExitCode.OK), "it would have completed");
        codes.put(text(ExitCode.USAGE), "wrong usage, a bad plan, or a recording that can't be read");
        codes.put(text(ExitCode.ROLLED_BACK), "it would have been rolled back");
        codes.put(text(ExitCode.REFUSED), "it would not have begun");
        codes.put(text(ExitCode.TIMED_OUT), "it would still be open, or paused, when the recording ends");
        codes.put(text(ExitCode.UNAVAILABLE), "Prometheus could not be asked");
        return codes;
    }

    private static String text(ExitCode code) {
        return Integer.toString(code.number());
    }

    /** A refused value says more by itself than picocli about it. */
    private static String sentence(ParameterException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return String.valueOf(refusal.getMessage());
            }
        }
        return failure.getMessage() + "\ntry: sluice analyze --help";
    }

    private static int told(Surroundings around, String sentence, ExitCode code, Exception cause) {
        PrintWriter err = around.err();
        err.println("sluice: " + sentence);
        if (around.variable("SLUICE_DEBUG").isPresent()) {
            cause.printStackTrace(err);
        }
        err.flush();
        return code.number();
    }
}
