package dev.sluice.local;

import java.io.Serial;

/** A cluster that can't hold the declared topics; the message names the topic or the address, for a person. */
public final class TopicSetupException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    TopicSetupException(String message) {
        super(message);
    }

    TopicSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
