package dev.sluice.notifier.report;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Task;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.StageStory;
import dev.sluice.events.story.StepStory;
import dev.sluice.events.value.Name;
import dev.sluice.notifier.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What had to hold, and what was seen of it: the checks of the stage that was reached last, and the steps of checks. */
final class Goals {
    private final RolloutState rollout;
    private final Plan plan;
    private final Words words;

    Goals(RolloutState rollout, Words words) {
        this.rollout = rollout;
        this.plan = rollout.plan();
        this.words = words;
    }

    /** Of four cells each: metric, goal, result, verdict. */
    List<List<String>> rows() {
        Optional<StageStory> last = rollout.stages().isEmpty()
                ? Optional.empty()
                : Optional.of(rollout.stages().getLast());
        List<MetricReading> readings = last.map(StageStory::readings).orElse(List.of());
        List<List<String>> rows = new ArrayList<>();
        plan.checks(last.map(StageStory::stage).orElse(0))
                .forEach(check -> rows.add(row(check, seen(readings, check))));
        plan.steps().forEach(step -> {
            if (step.run() instanceof Task.Checks task) {
                rows.add(row(step.name(), task));
            }
        });
        return rows;
    }

    /** Of several checks of one metric each has a reading of its own bound. */
    private static Optional<MetricReading> seen(List<MetricReading> readings, Check check) {
        List<MetricReading> ofMetric = readings.stream()
                .filter(reading -> reading.metric().equals(check.metric()))
                .toList();
        return ofMetric.stream()
                .filter(reading -> reading.bound().equals(check.expect().toString()))
                .findFirst()
                .or(() -> ofMetric.stream().findFirst());
    }

    private List<String> row(Check check, Optional<MetricReading> seen) {
        return List.of(
                check.metric().text(),
                check.expect().toString(),
                words.orUnknown(seen.map(MetricReading::sentence)),
                seen.map(reading -> met(reading, check)).orElse(words.unknown()));
    }

    /** What was read last may have been read for a trigger; its value is held against the goal all the same. */
    private String met(MetricReading reading, Check check) {
        if (reading.outcome() == Outcome.UNKNOWN || reading.value().isEmpty()) {
            return words.unknown();
        }
        if (reading.bound().equals(check.expect().toString())) {
            return yesOrNo(reading.outcome() == Outcome.HELD);
        }
        double value = plan.metric(check.metric()).unit().toBase(reading.value().getAsDouble());
        return yesOrNo(check.expect().holds(value));
    }

    private List<String> row(Name step, Task.Checks task) {
        String goal = task.checks().stream()
                .map(check -> check.metric() + " " + check.expect())
                .collect(Collectors.joining(", "));
        Optional<StepStory.Judged> judged =
                Optional.ofNullable(rollout.steps().get(step)).flatMap(StepStory::judged);
        return List.of(
                step.text(),
                goal,
                words.orUnknown(judged.map(StepStory.Judged::detail)),
                judged.map(found -> yesOrNo(found.result() == StepResult.SUCCEEDED))
                        .orElse(words.unknown()));
    }

    private String yesOrNo(boolean held) {
        return words.get(held ? "report.yes" : "report.no");
    }
}
