package dev.sluice.traffic.port;

/** A workload that did not do what it was told. The message is for people and names its supervisor's own words. */
public sealed class WorkloadFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private WorkloadFailure(String message, Throwable cause) {
        super(message, cause);
    }

    private WorkloadFailure(String message) {
        super(message);
    }

    /** Its supervisor could not be reached or did not answer in time; the same call may go through later. */
    public static final class Unreachable extends WorkloadFailure {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Its supervisor answered with an error: wrong names, rights, or configuration. */
    public static final class Refused extends WorkloadFailure {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }

    /** A later rollout has claimed it: it is not this one's to shut down any more. */
    public static final class Superseded extends WorkloadFailure {
        private static final long serialVersionUID = 1L;

        public Superseded(Stamp later) {
            super("rollout " + later.rollout() + " has claimed it with version " + later.version());
        }
    }
}
