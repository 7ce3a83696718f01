package dev.sluice.analyze.replay;

import dev.sluice.events.plan.Plan;
import java.time.Instant;
import java.util.List;

/**
 * What would have happened.
 *
 * @param from when the candidate got its first traffic
 * @param stages those that were reached, in order
 * @param triggers in the plan's order
 * @param remarks what else happened, in order
 */
public record Course(
        Plan plan,
        Instant from,
        List<StageCourse> stages,
        List<TriggerCourse> triggers,
        List<Remark> remarks,
        End end) {
    public Course {
        stages = List.copyOf(stages);
        triggers = List.copyOf(triggers);
        remarks = List.copyOf(remarks);
    }

    /** Something that happened at a moment, as a sentence. */
    public record Remark(Instant at, String text) {}
}
