package dev.sluice.analyze.view;

import dev.sluice.analyze.replay.Course;
import dev.sluice.analyze.replay.End;
import dev.sluice.analyze.replay.StageCourse;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.plan.Trigger;
import dev.sluice.events.value.Condition.Comparison;
import java.time.Instant;
import java.util.Optional;

/** How it ends, in one sentence, and how near a trigger came. */
final class Verdicts {
    private Verdicts() {}

    static String sentence(Course course) {
        End end = course.end();
        String at = Times.day(end.at());
        return switch (end) {
            case End.Completed done ->
                "would have completed at " + at + ", after " + Times.between(course.from(), done.at());
            case End.RolledBack back ->
                "would have rolled back at " + at + ", " + place(course, back.stage(), back.at()) + ": "
                        + back.reason();
            case End.Paused paused ->
                "would have been paused at " + at + ", " + place(course, paused.stage(), paused.at()) + ": "
                        + paused.reason() + "; a person would have had to decide";
            case End.Open open ->
                "would still be open at " + at + ", " + place(course, open.stage(), open.at()) + ": " + open.reason();
            case End.NotBegun not -> "would not have begun: " + not.reason();
        };
    }

    private static String place(Course course, int number, Instant at) {
        Stage stage = course.plan().stages().get(number);
        Optional<StageCourse> reached =
                course.stages().stream().filter(each -> each.stage() == number).findFirst();
        Optional<Instant> completed = reached.flatMap(StageCourse::completed)
                .filter(each -> course.plan().isLast(number));
        if (completed.isPresent()) {
            return Times.between(completed.get(), at) + " after the last stage was complete";
        }
        return reached.map(each -> Times.between(each.began(), at) + " into ").orElse("in ") + "stage " + (number + 1)
                + " of " + course.plan().stages().size() + " (" + stage.name() + ", " + stage.weight() + ")";
    }

    /** The value as a share of a bound that is not to be exceeded; empty where there is no such share. */
    static Optional<Double> ofBound(Plan plan, Trigger trigger, MetricReading reading) {
        Comparison comparison = trigger.when().comparison();
        double bound = trigger.when().bound().base();
        boolean upper = comparison == Comparison.ABOVE || comparison == Comparison.AT_LEAST;
        return upper && bound > 0 && reading.value().isPresent()
                ? Optional.of(plan.metric(reading.metric())
                                .unit()
                                .toBase(reading.value().getAsDouble())
                        / bound)
                : Optional.empty();
    }
}
