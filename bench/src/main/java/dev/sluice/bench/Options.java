package dev.sluice.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line.
 *
 * @param runs of each case
 * @param parts to measure
 */
record Options(int runs, Set<Part> parts, boolean help) {
    private static final int RUNS = 100;

    Options {
        parts = Set.copyOf(parts);
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException in words for whoever wrote it
     */
    static Options parse(String... args) {
        int runs = RUNS;
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "-h", "--help" -> {
                    return new Options(runs, parts, true);
                }
                case "--runs" -> runs = number(value(args, ++i));
                case "--only" -> parts.add(part(value(args, ++i)));
                default -> throw new IllegalArgumentException("there is no option " + args[i]);
            }
        }
        return new Options(runs, parts.isEmpty() ? EnumSet.allOf(Part.class) : parts, false);
    }

    private static String value(String[] args, int index) {
        if (index >= args.length) {
            throw new IllegalArgumentException(args[index - 1] + ": expected a value after it");
        }
        return args[index];
    }

    private static int number(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("--runs: expected 1 to 9999, got " + text);
        }
        return Integer.parseInt(text);
    }

    private static Part part(String word) {
        return Part.of(word)
                .orElseThrow(() -> new IllegalArgumentException("--only: expected one of "
                        + Arrays.stream(Part.values()).map(Part::word).collect(Collectors.joining(", ")) + ", got "
                        + word));
    }

    static String usage() {
        return Stream.concat(
                        Stream.of(
                                "Usage: ./sluice bench [--runs N] [--only PART]...",
                                "Measures the packaged services on this machine with a real broker and a real HAProxy.",
                                "  --runs N      how often each case is measured, " + RUNS + " unless it is said",
                                "  --only PART   measure this part, and no other that is not named too:"),
                        Arrays.stream(Part.values())
                                .map(part -> String.format("                  %-15s%s", part.word(), part.about())))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
