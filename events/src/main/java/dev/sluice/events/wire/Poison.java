package dev.sluice.events.wire;

/** A record that can't be read, and why: for a dead letter, never for a retry. */
public final class Poison extends Exception {
    private static final long serialVersionUID = 1L;

    public Poison(String reason) {
        super(reason);
    }

    public Poison(String reason, Throwable cause) {
        super(reason, cause);
    }
}
