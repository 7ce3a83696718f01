package dev.sluice.traffic.apiserver;

/** A request to the API server that was not done. The message is for people and has the API server's own words. */
public sealed class ApiFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private ApiFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Somebody else changed, or made, the object since it was read: it is to be read and decided again. */
    public static final class Conflict extends ApiFailure {
        private static final long serialVersionUID = 1L;

        Conflict(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** It answered that there is no such object, or that it is no API server. */
    public static final class Missing extends ApiFailure {
        private static final long serialVersionUID = 1L;

        Missing(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** It said no, and will say so again: rights, names, or what was sent. */
    public static final class Refused extends ApiFailure {
        private static final long serialVersionUID = 1L;

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** No answer in time, the server's own trouble, its wish for patience, or an interrupt, whose flag is set again. */
    public static final class Unreachable extends ApiFailure {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
