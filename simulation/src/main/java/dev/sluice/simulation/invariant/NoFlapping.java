package dev.sluice.simulation.invariant;

import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.RolloutId;
import java.util.Optional;

/** A rollout that turned back never goes up again: only the next one does. */
public final class NoFlapping implements Invariant {
    @Override
    public Optional<String> written(Truth truth, Truth.Written written) {
        return written.step()
                .state()
                .open()
                .filter(RolloutState::goingUp)
                .map(RolloutState::id)
                .filter(rollout -> truth.turned(rollout).isPresent())
                .map(NoFlapping::words);
    }

    private static String words(RolloutId rollout) {
        return rollout + " goes up again after it turned back";
    }
}
