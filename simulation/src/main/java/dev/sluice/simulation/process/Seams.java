package dev.sluice.simulation.process;

import dev.sluice.chassis.Journal;
import dev.sluice.traffic.effects.Effects;

/** Where a bug can be put between a service and what it stands on. A sound world leaves everything as it is. */
public interface Seams {
    /** The journal of traffic-service, which may do more than it should. */
    default Journal journal(Process process, Journal journal, Effects effects) {
        return journal;
    }

    /** Nothing is wrong. */
    Seams SOUND = new Seams() {};
}
