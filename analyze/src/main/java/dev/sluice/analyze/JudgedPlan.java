package dev.sluice.analyze;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.plan.Task;
import dev.sluice.events.plan.Trigger;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.wire.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which metrics of a plan are judged, and the same plan without some of them. */
final class JudgedPlan {
    private JudgedPlan() {}

    /** Those of a trigger, a check, or a step of checks, in the plan's order. */
    static List<Metric> metrics(Plan plan) {
        Set<Name> names = new LinkedHashSet<>();
        plan.triggers().list().stream().map(Trigger::metric).forEach(names::add);
        plan.validation().checks().stream().map(Check::metric).forEach(names::add);
        plan.stages().stream()
                .flatMap(stage -> stage.checks().stream())
                .map(Check::metric)
                .forEach(names::add);
        plan.steps().stream()
                .flatMap(step -> step.run() instanceof Task.Checks task ? task.checks().stream() : Stream.empty())
                .map(Check::metric)
                .forEach(names::add);
        return plan.metrics().stream()
                .filter(metric -> names.contains(metric.name()))
                .toList();
    }

    /** The plan without the triggers and checks of these metrics; refused where nothing of a kind would be left. */
    static Plan without(Plan plan, List<String> metrics) {
        if (metrics.isEmpty()) {
            return plan;
        }
        String known =
                metrics(plan).stream().map(metric -> metric.name().text()).collect(Collectors.joining(", "));
        for (String name : metrics) {
            Require.that(
                    metrics(plan).stream()
                            .anyMatch(metric -> metric.name().text().equals(name)),
                    "--without",
                    "expected a metric that the plan judges (" + known + "), found '" + name + "'");
        }
        JsonNode tree = Json.WIRE.valueToTree(plan);
        remove(tree.path("triggers").path("list"), metrics, true);
        remove(tree.path("validation").path("checks"), metrics, true);
        tree.path("steps").forEach(step -> remove(step.path("run").path("checks"), metrics, true));
        tree.path("stages").forEach(stage -> remove(stage.path("checks"), metrics, false));
        return PlanReader.bind(tree);
    }

    /** A plan that names none gets its defaults, which is not what was asked for. */
    private static void remove(JsonNode list, List<String> metrics, boolean some) {
        if (list instanceof ArrayNode array && !array.isEmpty()) {
            array.removeIf(each -> metrics.contains(each.path("metric").asText()));
            Require.that(
                    !some || !array.isEmpty(),
                    "--without",
                    "expected at least one trigger, and one check each time, to be left");
        }
    }
}
