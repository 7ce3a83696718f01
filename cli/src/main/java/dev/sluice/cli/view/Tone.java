package dev.sluice.cli.view;

/** How a reader should take a word or a line. */
public enum Tone {
    PLAIN,
    GOOD,
    WARNING,
    BAD,
    QUIET,
    STRONG
}
