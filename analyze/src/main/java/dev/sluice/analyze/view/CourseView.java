package dev.sluice.analyze.view;

import dev.sluice.analyze.recording.Recording;
import dev.sluice.analyze.replay.Bounded;
import dev.sluice.analyze.replay.CheckCourse;
import dev.sluice.analyze.replay.Course;
import dev.sluice.analyze.replay.End;
import dev.sluice.analyze.replay.StageCourse;
import dev.sluice.analyze.replay.TriggerCourse;
import dev.sluice.cli.view.Cell;
import dev.sluice.cli.view.Output;
import dev.sluice.cli.view.Table;
import dev.sluice.cli.view.Tone;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.plan.Trigger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What would have happened, on a terminal. */
public record CourseView(Course course, Recording recording, Hints hints) {
    private static final int REMARKS_MAX = 40;
    private static final int READINGS_MAX = 2;

    public void print(Output output) {
        Plan plan = course.plan();
        output.line(
                Tone.STRONG,
                plan.target() + " to " + plan.version() + ", from " + Times.day(course.from()) + " on, judged by "
                        + String.join(", ", recording.from()));
        output.line("");
        output.table(stages());
        output.line("");
        output.table(triggers());
        remarks(output);
        output.line("");
        output.line(tone(course.end()), Verdicts.sentence(course));
        hints.tuning().forEach(hint -> output.line(Tone.WARNING, "hint: " + hint));
        hints.taken().forEach(each -> output.line(Tone.QUIET, "taken as given: " + each));
    }

    private Table stages() {
        Plan plan = course.plan();
        Table table = new Table("", "STAGE", "SHARE", "PLANNED", "BEGAN", "LASTED", "CHECKS", "WORST READINGS");
        for (int each = 0; each < plan.stages().size(); each++) {
            Stage stage = plan.stages().get(each);
            int number = each;
            Optional<StageCourse> reached = course.stages().stream()
                    .filter(known -> known.stage() == number)
                    .findFirst();
            table.row(
                    Cell.of(stage.name().text()),
                    Cell.of(stage.weight().toString()),
                    Cell.of(plan.durationOf(each).toString()),
                    Cell.of(reached.map(known -> Times.moment(known.began(), course.from()))
                            .orElse("-")),
                    Cell.of(reached.map(this::lasted).orElse("not reached")),
                    reached.map(CourseView::judged).orElse(Cell.of("")),
                    Cell.of(reached.map(CourseView::worst).orElse("")));
        }
        return table;
    }

    private String lasted(StageCourse stage) {
        Instant end = stage.completed().orElse(course.end().at());
        return Times.between(stage.began(), end);
    }

    private static Cell judged(StageCourse stage) {
        String unknown = stage.unknown() == 0 ? "" : ", " + stage.unknown() + " without evidence";
        Tone tone = stage.healthy() == stage.evaluations() ? Tone.GOOD : Tone.WARNING;
        return new Cell(tone, stage.healthy() + " of " + stage.evaluations() + " healthy" + unknown);
    }

    /** What failed most goes first; where there is no room for all of them, --json has the rest. */
    private static String worst(StageCourse stage) {
        List<String> readings = stage.checks().stream()
                .map(CheckCourse::bounded)
                .sorted(Comparator.comparing(Bounded::notHeld).reversed())
                .map(Bounded::worst)
                .flatMap(Optional::stream)
                .map(reading -> reading.metric() + " " + reading.shownValue() + " (" + reading.bound() + ")")
                .toList();
        int more = readings.size() - READINGS_MAX;
        return readings.isEmpty()
                ? "none"
                : String.join(", ", readings.subList(0, Math.min(READINGS_MAX, readings.size())))
                        + (more > 0 ? ", and " + more + " more" : "");
    }

    private Table triggers() {
        Table table = new Table("", "TRIGGER", "FIRES AT", "HELD", "LONGEST RUN", "NEAREST");
        course.triggers()
                .forEach(each -> table.row(
                        Cell.of(Hints.called(each.trigger())),
                        Cell.of(firesAt(each.trigger())),
                        held(each.bounded()),
                        run(each),
                        Cell.of(nearest(each))));
        return table;
    }

    private static String firesAt(Trigger trigger) {
        return trigger.when()
                + (trigger.consecutive() == 1 ? "" : ", " + trigger.consecutive() + " in a row")
                + " (" + trigger.reaction().name().toLowerCase(Locale.ROOT) + ")";
    }

    private static Cell held(Bounded bounded) {
        String unknown = bounded.unknown() == 0 ? "" : ", " + bounded.unknown() + " without evidence";
        return Cell.of(bounded.held() + " of " + bounded.looks() + unknown);
    }

    private static Cell run(TriggerCourse trigger) {
        int run = trigger.bounded().longestRun();
        Tone tone = run == 0 ? Tone.PLAIN : run < trigger.trigger().consecutive() ? Tone.WARNING : Tone.BAD;
        return new Cell(tone, Integer.toString(run));
    }

    private String nearest(TriggerCourse trigger) {
        return trigger.bounded()
                .worst()
                .map(reading -> reading.shownValue()
                        + reading.sampledAt()
                                .map(at -> " at " + Times.moment(at, course.from()))
                                .orElse("")
                        + share(trigger.trigger(), reading))
                .orElse("no value");
    }

    private String share(Trigger trigger, MetricReading reading) {
        return Verdicts.ofBound(course.plan(), trigger, reading)
                .map(share -> ", " + Math.round(share * 100) + "% of the bound")
                .orElse("");
    }

    private void remarks(Output output) {
        if (!course.remarks().isEmpty()) {
            output.line("");
        }
        course.remarks().stream()
                .limit(REMARKS_MAX)
                .forEach(remark -> output.line(Times.moment(remark.at(), course.from()) + "  " + remark.text()));
        int left = course.remarks().size() - REMARKS_MAX;
        if (left > 0) {
            output.line("... and " + left + " more; --json has them all");
        }
    }

    private static Tone tone(End end) {
        return switch (end) {
            case End.Completed completed -> Tone.GOOD;
            case End.RolledBack back -> Tone.BAD;
            case End.Paused paused -> Tone.WARNING;
            case End.Open open -> Tone.WARNING;
            case End.NotBegun not -> Tone.BAD;
        };
    }
}
