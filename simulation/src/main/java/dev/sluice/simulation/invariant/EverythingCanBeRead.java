package dev.sluice.simulation.invariant;

import dev.sluice.events.story.Fold;
import java.util.Optional;

/** Nothing that the services write is poison: no event stands in the journal where it could not follow. */
public final class EverythingCanBeRead implements Invariant {
    @Override
    public Optional<String> written(Truth truth, Truth.Written written) {
        return written.step().fate() == Fold.Fate.POISON ? written.step().problem() : Optional.empty();
    }
}
