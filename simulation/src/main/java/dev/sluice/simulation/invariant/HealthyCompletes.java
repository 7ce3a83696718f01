package dev.sluice.simulation.invariant;

import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import java.util.Optional;

/** A healthy rollout is completed, and not taken back by an outage of under 12 s of health, of the broker or of one process. */
public final class HealthyCompletes implements Invariant {
    @Override
    public Optional<String> written(Truth truth, Truth.Written written) {
        return written.step()
                .state()
                .open()
                .filter(rollout -> !rollout.goingUp() && !rollout.closing())
                .map(rollout -> rollout.id() + " is taken back: " + rollout.phase());
    }

    @Override
    public Optional<String> ended(Truth truth) {
        return truth.states().stream()
                .flatMap(state -> state.latest().stream())
                .filter(rollout -> !completed(rollout))
                .findFirst()
                .map(rollout -> rollout.id() + " ended as " + rollout.phase());
    }

    private static boolean completed(RolloutState rollout) {
        return rollout.phase() instanceof Phase.Finished end && end.outcome() == Phase.Outcome.COMPLETED;
    }
}
