package dev.sluice.demo.story;

import dev.sluice.demo.InvalidInput;
import java.util.Optional;

/**
 * What the demo was asked for.
 *
 * @param bad whether the candidate is to fail in the second stage
 * @param parts which parts to use; empty means the installed programs if all of them are there
 * @param help whether only the options are to be told
 */
record DemoOptions(boolean bad, Optional<Parts> parts, boolean help) {
    static final String USAGE = """
            Usage: ./sluice demo [--bad] [--real|--embedded]
            A whole rollout on a sample application, in about a minute, beside whatever else is running.
              --bad        the candidate starts to fail in the second stage; the demo then expects a rollback
              --real       HAProxy splits the traffic and Prometheus measures, both as installed programs
              --embedded   a router that comes with the demo splits, and the candidate's /metrics is read directly
            Without --real or --embedded: real when both programs are installed, otherwise embedded.
            Exit codes: 0 as expected, 1 not as expected, 2 wrong usage.""";

    /** What splits and what measures. */
    enum Parts {
        REAL,
        EMBEDDED
    }

    static DemoOptions read(String[] arguments) {
        DemoOptions options = new DemoOptions(false, Optional.empty(), false);
        for (String argument : arguments) {
            options = switch (argument) {
                case "--bad" -> new DemoOptions(true, options.parts, options.help);
                case "--real" -> options.with(Parts.REAL);
                case "--embedded" -> options.with(Parts.EMBEDDED);
                case "-h", "--help" -> new DemoOptions(options.bad, options.parts, true);
                default -> throw new InvalidInput(argument, "unknown, expected --bad, --real, --embedded or --help");
            };
        }
        return options;
    }

    private DemoOptions with(Parts wanted) {
        if (parts.isPresent() && parts.get() != wanted) {
            throw new InvalidInput("--real, --embedded", "expected at most one of them");
        }
        return new DemoOptions(bad, Optional.of(wanted), help);
    }

    /** The outcome that is expected, in the word of the services. */
    String expectedOutcome() {
        return bad ? "rolled-back" : "completed";
    }
}
