package dev.sluice.rollback.port;

/** One step while it runs: it takes its progress, and tells it when to stop. */
public interface Task {
    /**
     * A new part of the work begins; fails when the task was stopped.
     *
     * @param total how much there is to do, in any unit; 0 when that is not known
     */
    void step(String name, long total) throws StoreFailure;

    /** So much more is done; fails when the task was stopped. May be called by several threads. */
    void done(long more) throws StoreFailure;

    /** Runs the action when the task is stopped, unless the answer was closed before: what blocks is ended by it. */
    Cleared onStop(Runnable action) throws StoreFailure;

    /** For what must be put right even when the step it belongs to was stopped. */
    Task UNSTOPPABLE = new Task() {
        @Override
        public void step(String name, long total) {}

        @Override
        public void done(long more) {}

        @Override
        public Cleared onStop(Runnable action) {
            return () -> {};
        }
    };

    /** Ends the wish to be told. */
    interface Cleared extends AutoCloseable {
        @Override
        void close();
    }
}
