package dev.sluice.traffic.port;

import dev.sluice.events.plan.Task;

/**
 * Where the tasks of a plan's steps are carried out.
 *
 * @param <T> the kind of task that an adapter serves
 */
public interface Tasks<T extends Task.Work> {
    /**
     * Begins the attempt unless it was begun before, by whomever, and tells how far it has come; the caller asks again until
     * it has ended. Blocks until the caller interrupts it at the latest. What can't be asked is under way: nobody knows.
     */
    TaskProgress run(T task, Errand errand);
}
