package dev.sluice.analyze.view;

import dev.sluice.analyze.recording.Recording;
import dev.sluice.analyze.replay.Course;
import dev.sluice.events.plan.Gate;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Source;
import dev.sluice.events.plan.Task;
import dev.sluice.events.plan.Trigger;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a reader of the course should know.
 *
 * @param tuning what of the plan or the recording deserves a look
 * @param taken what was taken as given, since no recording tells it
 */
public record Hints(List<String> tuning, List<String> taken) {
    public Hints {
        tuning = List.copyOf(tuning);
        taken = List.copyOf(taken);
    }

    public static Hints of(Course course, Recording recording, List<Metric> metrics) {
        List<String> tuning = new ArrayList<>();
        neverConclusive(course)
                .forEach(name -> tuning.add(name
                        + " never had a value while it was judged: no data is no evidence, and no stage ends on it"));
        pace(course.plan(), recording.spacing()).ifPresent(tuning::add);
        List<String> unused = recording.unused(metrics);
        if (!unused.isEmpty()) {
            tuning.add("columns that no judged metric reads: " + String.join(", ", unused));
        }
        return new Hints(tuning, taken(course.plan(), metrics));
    }

    private static Set<Name> neverConclusive(Course course) {
        Set<Name> names = new TreeSet<>();
        course.triggers().stream()
                .filter(each -> each.bounded().neverConclusive())
                .forEach(each -> names.add(each.trigger().metric()));
        course.stages().stream()
                .flatMap(stage -> stage.checks().stream())
                .filter(each -> each.bounded().neverConclusive())
                .forEach(each -> names.add(each.check().metric()));
        return names;
    }

    private static Optional<String> pace(Plan plan, Duration spacing) {
        boolean rows = plan.triggers().list().stream().anyMatch(trigger -> trigger.consecutive() > 1);
        return spacing.compareTo(plan.triggerPeriod().duration()) > 0
                ? Optional.of("the recording has a sample every " + new Span(spacing) + ", the plan looks every "
                        + plan.triggerPeriod()
                        + (rows
                                ? ": samples in a row take longer here than live"
                                : ": breaches are seen later here than live"))
                : Optional.empty();
    }

    private static List<String> taken(Plan plan, List<Metric> metrics) {
        List<String> taken = new ArrayList<>();
        List<String> gates = plan.stages().stream()
                .filter(stage -> stage.gate() == Gate.MANUAL)
                .map(stage -> stage.name().text())
                .toList();
        if (!gates.isEmpty()) {
            taken.add("a person opens the gate of " + String.join(", ", gates) + " as soon as its time has passed");
        }
        List<String> steps = plan.steps().stream()
                .filter(step -> !(step.run() instanceof Task.Checks))
                .map(step -> step.name().text())
                .toList();
        if (!steps.isEmpty()) {
            taken.add("steps succeed at once: " + String.join(", ", steps));
        }
        plan.data().ifPresent(data -> taken.add("backups are taken before the first stage"));
        if (!plan.workloads().isEmpty()) {
            taken.add("workloads come up at once");
        }
        List<String> pushed = metrics.stream()
                .filter(metric -> plan.source(metric.source()) instanceof Source.Pushed)
                .map(metric -> metric.name().text())
                .toList();
        if (!pushed.isEmpty()) {
            taken.add("pushed samples are judged every " + plan.triggerPeriod() + ", not on arrival: "
                    + String.join(", ", pushed));
        }
        return taken;
    }

    /** How it is called in a table when a trigger does not bear its metric's name. */
    static String called(Trigger trigger) {
        return trigger.name().equals(trigger.metric())
                ? trigger.name().text()
                : trigger.name() + " (" + trigger.metric() + ")";
    }
}
