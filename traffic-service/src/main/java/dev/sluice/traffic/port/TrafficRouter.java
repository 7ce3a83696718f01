package dev.sluice.traffic.port;

import java.util.List;

/**
 * A place that splits one target's traffic. Every call blocks for at most the time limit that the caller sets by
 * interrupting it, is safe to repeat, and reads back what it wrote before it returns. Calls for one target on one router
 * come one at a time; calls from a process that believes itself the owner may come beside them, which is what the stamp
 * and the latch are for.
 */
public interface TrafficRouter extends AutoCloseable {
    /** Every write that the shift would make, one line each as an operator knows it; writes nothing, connects nowhere. */
    List<String> writes(Split split);

    /**
     * Sets the split and reads it back. Refused, with nothing written, while a restore of the same rollout is latched
     * ({@link RouterFailure.Latched}) or when a newer owner's stamp stands there ({@link RouterFailure.Superseded}).
     * A latch that an earlier rollout left behind is opened.
     */
    Observed shift(Split split, Stamp stamp) throws RouterFailure;

    /** Gives stable everything, latches it for the stamp's rollout where the router can, and reads it back. */
    Observed restore(Stamp stamp) throws RouterFailure;

    /**
     * Ends the connections to the candidate that are still in use, after a restore and only while it has no share:
     * WebSockets, streams, whatever is held open. Their clients come back and get stable. Refused when a later rollout
     * has written there ({@link RouterFailure.Superseded}).
     */
    Observed sever(Stamp stamp) throws RouterFailure;

    /** What is set now, and how many requests each side served so far, where the router counts them. */
    Observed observe() throws RouterFailure;

    /**
     * Which writes a shift and a restore would be allowed to make. Asked in a way that changes neither the split nor
     * anything that it depends on, whatever the answer.
     */
    List<Right> rights() throws RouterFailure;

    @Override
    void close();
}
