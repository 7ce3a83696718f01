package dev.sluice.system.faults;

/** A case could not be brought to the point at which its fault was to happen, or did not end: nothing was measured. */
final class CaseFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    CaseFailed(String message) {
        super(message);
    }
}
