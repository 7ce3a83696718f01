package dev.sluice.cli.view;

/** What has happened, in one line. */
public record Sentence(Tone tone, String text) {
    static Sentence plain(String text) {
        return new Sentence(Tone.PLAIN, text);
    }

    static Sentence good(String text) {
        return new Sentence(Tone.GOOD, text);
    }

    static Sentence warning(String text) {
        return new Sentence(Tone.WARNING, text);
    }

    static Sentence bad(String text) {
        return new Sentence(Tone.BAD, text);
    }
}
