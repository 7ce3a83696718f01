package dev.sluice.events.plan;

import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Where the steps of a plan stand among its stages. */
final class StepRules {
    private StepRules() {}

    /** The steps with the target's namespace where they name none. */
    static List<Step> complete(Target target, List<Step> steps) {
        return steps.stream()
                .map(step -> step.run() instanceof Task.Job job ? completed(target, steps, step, job) : step)
                .toList();
    }

    private static Step completed(Target target, List<Step> steps, Step step, Task.Job job) {
        try {
            return step.with(job.inNamespaceOr(target.namespace()));
        } catch (Refusal refusal) {
            throw refusal.within("steps[" + steps.indexOf(step) + "].run");
        }
    }

    static void check(List<Step> steps, List<Stage> stages) {
        List<Name> names = stages.stream().map(Stage::name).toList();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            int index = i;
            step.stage()
                    .ifPresent(stage -> Require.that(
                            names.contains(stage),
                            "steps[" + index + "]." + step.place().text(),
                            "expected the name of a stage, found " + stage));
        }
    }

    /** What runs before the workloads of this stage are brought up, in order; that of stages that were skipped, too. */
    static List<Step> upTo(List<Step> steps, List<Stage> stages, int stage) {
        return at(steps, stages, stage, Set.of(Place.BEFORE, Place.AFTER));
    }

    /** What runs once the workloads of this stage take requests, in order; that of stages that were skipped, too. */
    static List<Step> onceReady(List<Step> steps, List<Stage> stages, int stage) {
        return at(steps, stages, stage, Set.of(Place.READY));
    }

    /** What runs beside the watch of this stage, in order; that of stages that were skipped, too. */
    static List<Step> during(List<Step> steps, List<Stage> stages, int stage) {
        return at(steps, stages, stage, Set.of(Place.DURING));
    }

    private static List<Step> at(List<Step> steps, List<Stage> stages, int stage, Set<Place> places) {
        return steps.stream()
                .filter(step -> places.contains(step.place()) && before(step, stages) <= stage)
                .sorted(Comparator.comparingInt((Step step) -> before(step, stages))
                        .thenComparingInt(step -> step.place() == Place.AFTER ? 0 : 1))
                .toList();
    }

    /** Before or in which stage, 0-based; after the last it is one more. */
    private static int before(Step step, List<Stage> stages) {
        int stage =
                stages.stream().map(Stage::name).toList().indexOf(step.stage().orElseThrow());
        return step.place() == Place.AFTER ? stage + 1 : stage;
    }
}
