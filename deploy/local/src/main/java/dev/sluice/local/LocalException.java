package dev.sluice.local;

import java.io.Serial;

/** Something that a person can mend, told in the message; the command prints it and ends with exit code 1. */
public final class LocalException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    LocalException(String message) {
        super(message);
    }
}
