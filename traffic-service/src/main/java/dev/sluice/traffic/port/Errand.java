package dev.sluice.traffic.port;

import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import java.time.Duration;

/**
 * One attempt at a step.
 *
 * @param version the new version, as the plan names it
 * @param attempt counted from 1
 * @param began the version of the event that began it: with rollout and step it tells this attempt from every other
 * @param within how long it may take from now on
 */
public record Errand(
        RolloutId rollout, Target target, String version, Name step, int attempt, long began, Duration within) {
    /** The same attempt when so much of its time is left. */
    public Errand within(Duration left) {
        return new Errand(rollout, target, version, step, attempt, began, left);
    }

    /** The same for whoever carries out this attempt, however often. */
    public String key() {
        return rollout + "/" + step + "/" + began;
    }
}
