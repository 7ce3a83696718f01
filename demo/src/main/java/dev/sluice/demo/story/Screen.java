package dev.sluice.demo.story;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where the demo is read. On a terminal the last line is redrawn in place and there are colours; anywhere else every line
 * is printed once, in plain text.
 */
final class Screen {
    private static final String ERASE = "\r\u001b[K";
    private final PrintStream out;
    private final boolean terminal;
    private boolean drawn;

    /** The colours that mean something here. */
    enum Tone {
        PLAIN(""),
        STRONG("1"),
        FAINT("2"),
        GOOD("32"),
        BAD("31");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Standard output; a terminal unless it is none, is dumb, or NO_COLOR says otherwise. */
    static Screen standard(Map<String, String> environment) {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Screen(
                System.out,
                wanted && System.console() != null && System.console().isTerminal());
    }

    boolean isTerminal() {
        return terminal;
    }

    synchronized void line(Tone tone, String text) {
        erase();
        out.println(painted(tone, text));
        out.flush();
    }

    void line(String text) {
        line(Tone.PLAIN, text);
    }

    /** A line that the next one replaces; nothing where there is no terminal. */
    synchronized void status(String text) {
        if (terminal) {
            erase();
            out.print(painted(Tone.FAINT, text));
            out.flush();
            drawn = true;
        }
    }

    private void erase() {
        if (drawn) {
            out.print(ERASE);
            drawn = false;
        }
    }

    private String painted(Tone tone, String text) {
        return terminal && tone != Tone.PLAIN ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
    }
}
