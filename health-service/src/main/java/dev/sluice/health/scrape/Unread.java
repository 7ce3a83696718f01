package dev.sluice.health.scrape;

import dev.sluice.health.domain.Sample;

/** A place could not be read; the message says why, in words for the reader of a verdict. */
public final class Unread extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean noRight;

    public Unread(String reason, Throwable cause) {
        super(reason, cause);
        this.noRight = false;
    }

    private Unread(String reason, boolean noRight) {
        super(reason);
        this.noRight = noRight;
    }

    public static Unread because(String reason) {
        return new Unread(reason, false);
    }

    /** It answered, and does not let us read. */
    public static Unread noRight(String answer) {
        return new Unread("no right to read: " + answer, true);
    }

    Sample.Failed failed() {
        return new Sample.Failed(String.valueOf(getMessage()), noRight);
    }
}
