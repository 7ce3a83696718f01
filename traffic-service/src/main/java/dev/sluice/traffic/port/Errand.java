package dev.sluice.traffic.port;

import dev.sluice.events.plan.Place;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import java.time.Duration;
import java.util.Optional;

/**
 * One attempt at a step.
 *
 * @param version the new version, as the plan names it
 * @param place where in the rollout it runs
 * @param stage the one that the step names; on the way back the one that the rollout had come to, if any
 * @param weight the candidate's share meanwhile, as it was read back last
 * @param attempt counted from 1
 * @param began the version of the event that began it: with rollout and step it tells this attempt from every other
 * @param within how long it may take from now on
 */
public record Errand(
        RolloutId rollout,
        Target target,
        String version,
        Name step,
        Place place,
        Optional<Name> stage,
        Weight weight,
        int attempt,
        long began,
        Duration within) {
    /** The same attempt when so much of its time is left. */
    public Errand within(Duration left) {
        return new Errand(rollout, target, version, step, place, stage, weight, attempt, began, left);
    }

    /** The same for whoever carries out this attempt, however often. */
    public String key() {
        return rollout + "/" + step + "/" + began;
    }
}
