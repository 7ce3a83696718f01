package dev.sluice.health;

/** Where work goes that the loop need not wait for, and that can itself wait a moment. Keeps the order. */
@FunctionalInterface
public interface Aside {
    /** Runs the task a little later; from any thread. */
    void execute(Runnable task);
}
