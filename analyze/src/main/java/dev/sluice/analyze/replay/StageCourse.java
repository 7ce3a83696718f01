package dev.sluice.analyze.replay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stage as it would have gone.
 *
 * @param stage 0-based
 * @param began when its traffic was switched
 * @param completed when it was left for the next; empty when it was not
 * @param evaluations how often its checks were judged
 * @param healthy in how many of them all held
 */
public record StageCourse(
        int stage,
        Instant began,
        Optional<Instant> completed,
        int evaluations,
        int healthy,
        int unknown,
        List<CheckCourse> checks) {
    public StageCourse {
        checks = List.copyOf(checks);
    }
}
