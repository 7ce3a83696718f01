package dev.sluice.simulation.broker;

/** A process as the broker sees it. */
public interface Client {
    String name();

    /** Whether there is such a process. One that is paused is alive. */
    boolean alive();

    /** Whether it runs at the moment. */
    boolean awake();

    /** Whether its packets get through. */
    boolean connected();

    /** Runs the task in the process: at once, when it wakes, or never when it is dead. */
    void run(Runnable task);

    /** Something of it has become visible outside: a place where it may be killed. */
    void step(String what);
}
