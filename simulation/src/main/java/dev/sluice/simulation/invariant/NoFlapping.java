package dev.sluice.simulation.invariant;

import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.simulation.outside.RouterChange;
import java.util.Optional;

/**
 * A restore is undone only by the next rollout: one that turned back never goes up again, and no process raises what it
 * has restored itself, whether the journal knows of that or not.
 */
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

    @Override
    public Optional<String> routed(Truth truth, RouterChange change) {
        return change.stamp().filter(stamp -> change.rises()).flatMap(stamp -> change.call()
                .filter(call -> truth.restoredBefore(call, change.router(), stamp.rollout()))
                .map(call -> call.caller().name() + " gave " + change.router().name() + " " + change.after()
                        + " after it had restored it for " + stamp.rollout()));
    }

    private static String words(RolloutId rollout) {
        return rollout + " goes up again after it turned back";
    }
}
