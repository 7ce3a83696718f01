package dev.sluice.health.prometheus;

/** A reading that can't be asked for, in words about what its author wrote. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
        super(reason);
    }
}
