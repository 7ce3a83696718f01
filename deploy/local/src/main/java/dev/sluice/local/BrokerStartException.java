package dev.sluice.local;

import java.io.Serial;

/** A broker that could not start; the cause is Kafka's own. Nothing of it is left running. */
public final class BrokerStartException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    BrokerStartException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }

    /** Whether an exception of this type is anywhere in the chain of causes. */
    boolean causedBy(Class<? extends Throwable> type) {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
