package dev.sluice.traffic.port;

import dev.sluice.events.plan.Task;

/** Where tasks of one kind are carried out, as a test plays it. */
public interface TasksRig<T extends Task.Work> extends AutoCloseable {
    Tasks<T> tasks();

    T task();

    /** How many attempts were begun, each counted once. */
    int begun();

    /** What was begun last ends now. */
    void end(boolean well);

    /** The same tasks, where nobody answers. */
    Tasks<T> unreachable();

    @Override
    void close();
}
