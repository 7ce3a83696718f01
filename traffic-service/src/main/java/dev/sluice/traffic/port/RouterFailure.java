package dev.sluice.traffic.port;

/** A router that did not do what it was told. The message is for people and names the router's own words. */
public sealed class RouterFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private RouterFailure(String message, Throwable cause) {
        super(message, cause);
    }

    private RouterFailure(String message) {
        super(message);
    }

    /** It could not be reached or did not answer in time; the same call may go through later. */
    public static final class Unreachable extends RouterFailure {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** It answered with an error, or read back as something else: wrong names, rights, or configuration. */
    public static final class Refused extends RouterFailure {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }

    /** A restore of the same rollout is latched: only the next rollout may shift. */
    public static final class Latched extends RouterFailure {
        private static final long serialVersionUID = 1L;
        private final transient Stamp by;

        public Latched(Stamp by) {
            super("a restore of " + by.rollout() + " is latched");
            this.by = by;
        }

        public Stamp by() {
            return by;
        }
    }

    /** A later owner has written there: this one stands down. */
    public static final class Superseded extends RouterFailure {
        private static final long serialVersionUID = 1L;

        public Superseded(Stamp newer) {
            super("epoch " + newer.epoch() + " has written version " + newer.version());
        }
    }
}
