package dev.sluice.analyze.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.analyze.recording.Recording;
import dev.sluice.analyze.replay.Bounded;
import dev.sluice.analyze.replay.CheckCourse;
import dev.sluice.analyze.replay.Course;
import dev.sluice.analyze.replay.End;
import dev.sluice.analyze.replay.StageCourse;
import dev.sluice.analyze.replay.TriggerCourse;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Stage;
import java.util.Locale;

/** The same for programs; documented in docs/analyze.md. */
public final class CourseDocument {
    private CourseDocument() {}

    public static ObjectNode of(Course course, Recording recording, Hints hints) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("target", course.plan().target().toString());
        document.put("version", course.plan().version());
        document.put("from", course.from().toString());
        recording.from().forEach(document.putArray("recordings")::add);
        end(document.putObject("outcome"), course);
        course.stages().forEach(stage -> stage(document.withArray("stages").addObject(), course.plan(), stage));
        course.triggers()
                .forEach(trigger -> trigger(document.withArray("triggers").addObject(), course.plan(), trigger));
        course.remarks().forEach(remark -> document.withArray("timeline")
                .addObject()
                .put("at", remark.at().toString())
                .put("text", remark.text()));
        hints.tuning().forEach(document.putArray("hints")::add);
        hints.taken().forEach(document.putArray("taken")::add);
        return document;
    }

    private static void end(ObjectNode node, Course course) {
        End end = course.end();
        node.put("at", end.at().toString()).put("sentence", Verdicts.sentence(course));
        switch (end) {
            case End.Completed done -> node.put("kind", "completed");
            case End.RolledBack back -> {
                node.put("kind", "rolled-back").put("stage", back.stage()).put("reason", back.reason());
                back.trigger().ifPresent(trigger -> node.put("trigger", trigger.text()));
            }
            case End.Paused paused ->
                node.put("kind", "paused").put("stage", paused.stage()).put("reason", paused.reason());
            case End.Open open ->
                node.put("kind", "open").put("stage", open.stage()).put("reason", open.reason());
            case End.NotBegun not -> node.put("kind", "not-begun").put("reason", not.reason());
        }
    }

    private static void stage(ObjectNode node, Plan plan, StageCourse course) {
        Stage stage = plan.stages().get(course.stage());
        node.put("name", stage.name().text())
                .put("weight", stage.weight().toString())
                .put("planned", plan.durationOf(course.stage()).toString())
                .put("began", course.began().toString());
        course.completed().ifPresent(at -> node.put("completed", at.toString()));
        node.put("evaluations", course.evaluations())
                .put("healthy", course.healthy())
                .put("unknown", course.unknown());
        for (CheckCourse check : course.checks()) {
            ObjectNode each = node.withArray("checks").addObject();
            each.put("metric", check.check().metric().text())
                    .put("expect", check.check().expect().toString());
            bounded(each, check.bounded());
        }
    }

    private static void trigger(ObjectNode node, Plan plan, TriggerCourse course) {
        node.put("name", course.trigger().name().text())
                .put("metric", course.trigger().metric().text())
                .put("when", course.trigger().when().toString())
                .put("consecutive", course.trigger().consecutive())
                .put("reaction", course.trigger().reaction().name().toLowerCase(Locale.ROOT));
        bounded(node, course.bounded());
        course.bounded()
                .worst()
                .flatMap(reading -> Verdicts.ofBound(plan, course.trigger(), reading))
                .ifPresent(share -> node.put("ofBound", share));
    }

    private static void bounded(ObjectNode node, Bounded bounded) {
        node.put("looks", bounded.looks())
                .put("held", bounded.held())
                .put("unknown", bounded.unknown())
                .put("longestRun", bounded.longestRun());
        bounded.worst().ifPresent(reading -> worst(node.putObject("worst"), reading));
    }

    private static void worst(ObjectNode node, MetricReading reading) {
        reading.value().ifPresent(value -> node.put("value", value));
        node.put("unit", reading.unit());
        reading.sampledAt().ifPresent(at -> node.put("at", at.toString()));
    }
}
