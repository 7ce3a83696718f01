package dev.sluice.traffic.readback;

import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import java.util.Optional;

/** What stands at a router, as it was read. None of these throws: what can't be understood shows no split. */
public interface Standing {
    Optional<Stamp> stamp();

    /** Under which stamp it is latched; empty too when somebody latched it with a text of their own. */
    Optional<Stamp> latch();

    /** Whether it is latched, by Sluice or by hand. */
    boolean latched();

    /** Whether this split is set, stamp and latch left aside. */
    boolean shows(Split split);

    /** Whether it is as a restore leaves it: latched, nothing for the candidate, no client kept there. */
    boolean restored();
}
