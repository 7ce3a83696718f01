package dev.sluice.simulation.world;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a world ended.
 *
 * @param story line by line; empty unless it was wanted
 * @param simulated how much virtual time passed
 * @param tasks how many tasks were scheduled
 */
public record Outcome(
        long seed, Mode mode, Optional<Broken> broken, List<String> story, Duration simulated, long tasks) {
    public Outcome {
        story = List.copyOf(story);
    }
}
