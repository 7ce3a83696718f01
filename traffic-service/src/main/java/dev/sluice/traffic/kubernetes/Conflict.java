package dev.sluice.traffic.kubernetes;

/** Somebody else changed the object since it was read: it is to be read and decided again. */
final class Conflict extends Exception {
    private static final long serialVersionUID = 1L;

    Conflict(Throwable cause) {
        super(cause);
    }
}
