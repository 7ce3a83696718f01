package dev.sluice.simulation.process;

import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.simulation.kernel.Scheduler;
import dev.sluice.simulation.kernel.Tale;

/** What every process of a world stands on. */
public record Ground(
        Scheduler scheduler, Dice dice, Tale tale, Broker broker, Folds folds, Seams seams, Witness witness) {
    /** Who hears what a process does to itself and to the world. */
    public interface Witness {
        /** Something of the process became visible outside. */
        void stepped(Process process, String what);

        /** A task of it threw, which would end a real process. */
        void threw(Process process, Throwable failure);
    }
}
