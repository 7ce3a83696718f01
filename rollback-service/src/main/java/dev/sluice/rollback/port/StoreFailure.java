package dev.sluice.rollback.port;

import org.jspecify.annotations.Nullable;

/** A step with data did not succeed; the message tells a person why, and holds no secret. */
public final class StoreFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean passing;
    private String left = "";

    private StoreFailure(String reason, boolean passing, @Nullable Throwable cause) {
        super(reason, cause);
        this.passing = passing;
    }

    /** Trying again would fail again. */
    public static StoreFailure lasting(String reason) {
        return new StoreFailure(reason, false, null);
    }

    /** Something was out of reach: the same step may succeed later. */
    public static StoreFailure passing(String reason, Throwable cause) {
        return new StoreFailure(reason, true, cause);
    }

    /** Whether the same may succeed when it is tried again. */
    public boolean isPassing() {
        return passing;
    }

    /** The same failure, and what a person has to know of the state that it left behind. */
    public StoreFailure leaving(String state) {
        StoreFailure same = new StoreFailure(String.valueOf(getMessage()), passing, this);
        same.left = left.isEmpty() ? state : left + "; " + state;
        return same;
    }

    public String reason() {
        return left.isEmpty() ? String.valueOf(getMessage()) : getMessage() + "; " + left;
    }

    /** The part of the reason that is to be told even when the step failed by something else; empty when there is none. */
    public String left() {
        return left;
    }
}
