package dev.sluice.events.plan;

import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Target;
import java.util.Comparator;
import java.util.List;

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
            String which = step.before().isPresent() ? "before" : step.ready().isPresent() ? "ready" : "after";
            Require.that(
                    names.contains(step.stage()),
                    "steps[" + i + "]." + which,
                    "expected the name of a stage, found " + step.stage());
        }
    }

    /** What runs before the workloads of this stage are brought up, in order; that of stages that were skipped, too. */
    static List<Step> upTo(List<Step> steps, List<Stage> stages, int stage) {
        return inOrder(steps, stages).stream()
                .filter(step -> step.ready().isEmpty() && at(step, stages) <= stage)
                .toList();
    }

    /** What runs once the workloads of this stage take requests, in order; that of stages that were skipped, too. */
    static List<Step> onceReady(List<Step> steps, List<Stage> stages, int stage) {
        return inOrder(steps, stages).stream()
                .filter(step -> step.ready().isPresent() && at(step, stages) <= stage)
                .toList();
    }

    private static List<Step> inOrder(List<Step> steps, List<Stage> stages) {
        return steps.stream()
                .sorted(Comparator.comparingInt((Step step) -> at(step, stages))
                        .thenComparingInt(step ->
                                step.after().isPresent() ? 0 : step.before().isPresent() ? 1 : 2))
                .toList();
    }

    /** Before which stage, 0-based; after the last it is one more. */
    private static int at(Step step, List<Stage> stages) {
        int stage = stages.stream().map(Stage::name).toList().indexOf(step.stage());
        return step.after().isPresent() ? stage + 1 : stage;
    }
}
