package dev.sluice.traffic.readback;

import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;

/**
 * Where a split stands at a router that compares nothing when it is written. Each method ends before the deadline, and at
 * once on an interrupt, with {@link RouterFailure.Unreachable}.
 *
 * @param <S> what is read there
 */
public interface Place<S extends Standing> {
    S read(Deadline deadline) throws RouterFailure;

    /**
     * Writes stamp and split over what was read. Opens a latch only where one was read: so the latch of a restore that
     * came in between stays, wherever stamp and latch are written apart.
     */
    void shift(S standing, Split split, Stamp stamp, Deadline deadline) throws RouterFailure;

    /** Gives stable everything, latched under this stamp. */
    void restore(S standing, Stamp stamp, Deadline deadline) throws RouterFailure;
}
