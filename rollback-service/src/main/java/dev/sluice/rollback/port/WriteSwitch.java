package dev.sluice.rollback.port;

/** One hook that stops writes to a store. Both calls block until it is so, and may be repeated. */
public interface WriteSwitch {
    void pause(Task task) throws StoreFailure;

    void resume(Task task) throws StoreFailure;
}
