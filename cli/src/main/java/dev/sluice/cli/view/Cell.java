package dev.sluice.cli.view;

/** A piece of text with its tone; painted after its width was measured. */
public record Cell(Tone tone, String text) {
    public static Cell of(String text) {
        return new Cell(Tone.PLAIN, text);
    }

    /** Filled up with spaces to a width, which a colour doesn't count in. */
    String painted(Paint paint, int width) {
        int spaces = Math.max(0, width - length());
        return paint.as(tone, text) + " ".repeat(spaces);
    }

    int length() {
        return text.codePointCount(0, text.length());
    }
}
