package dev.sluice.simulation;

import dev.sluice.simulation.bug.Bug;
import dev.sluice.simulation.world.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the command line asks for. */
record Options(long seeds, long from, List<Mode> modes, int threads, boolean story, Optional<Bug> bug) {
    static final String USAGE = """
            Usage: sluice simulate [OPTIONS]

            Runs the four services in virtual time, one world for each seed, with everything going wrong around them.

              --seeds N      how many seeds (default: 1000)
              --from S       the first seed (default: 1)
              --mode MODE    calm, breach or chaos (default: all three)
              --threads T    how many worlds at the same time (default: as many as processors)
              --story        tell every world, not only those that break
              --bug BUG      put a bug in: no-version-check, no-after-check, acts-before-reading-back,
                             restore-waits, mends-upward

            Exits with 0 when nothing broke, and with 1 when something did.
            """;

    static Options of(String[] args) {
        Options options = new Options(
                1000, 1, List.of(Mode.values()), Runtime.getRuntime().availableProcessors(), false, Optional.empty());
        for (int each = 0; each < args.length; each++) {
            if (args[each].equals("--story")) {
                options = options.telling();
            } else if (each + 1 < args.length) {
                options = options.with(args[each], args[++each]);
            } else {
                throw new IllegalArgumentException("unknown, or without its value: " + args[each]);
            }
        }
        return options;
    }

    private Options with(String option, String value) {
        return switch (option) {
            case "--seeds" -> new Options(number(value), from, modes, threads, story, bug);
            case "--from" -> new Options(seeds, number(value), modes, threads, story, bug);
            case "--mode" ->
                new Options(seeds, from, List.of(Mode.valueOf(value.toUpperCase(Locale.ROOT))), threads, story, bug);
            case "--threads" -> new Options(seeds, from, modes, (int) number(value), story, bug);
            case "--bug" -> new Options(seeds, from, modes, threads, story, Optional.of(Bug.named(value)));
            default -> throw new IllegalArgumentException("unknown option " + option);
        };
    }

    private Options telling() {
        return new Options(seeds, from, modes, threads, true, bug);
    }

    private static long number(String value) {
        long number = Long.parseLong(value);
        if (number < 1) {
            throw new IllegalArgumentException("expected a number from 1 on, found " + value);
        }
        return number;
    }

    /** The first seed that is not asked for. */
    long end() {
        return from + seeds;
    }
}
