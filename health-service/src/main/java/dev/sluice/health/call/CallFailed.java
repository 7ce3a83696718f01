package dev.sluice.health.call;

/** No response came, in words for the reader of a verdict: refused, timed out, cut off. */
public final class CallFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public CallFailed(String reason) {
        super(reason);
    }

    /** Never absent, unlike an exception's message in general. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
