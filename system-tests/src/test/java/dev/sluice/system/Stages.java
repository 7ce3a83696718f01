package dev.sluice.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The stages of a test's plan. */
record Stages(List<Stage> list) {
    /** One stage: the candidate's share in percent, and how long it lasts at least. */
    record Stage(int percent, Duration length) {
        @Override
        public String toString() {
            return "{name: at-%d, weight: %d%%, duration: %dms}".formatted(percent, percent, length.toMillis());
        }
    }

    /** Stages with these shares, each as long as the other. */
    static Stages each(Duration length, int... percents) {
        List<Stage> list = new ArrayList<>();
        for (int percent : percents) {
            list.add(new Stage(percent, length));
        }
        return new Stages(list);
    }

    Stages then(int percent, Duration length) {
        List<Stage> more = new ArrayList<>(list);
        more.add(new Stage(percent, length));
        return new Stages(more);
    }

    /** What the journal tells of a rollout that goes through all of them undisturbed. */
    List<String> outline() {
        List<String> words = new ArrayList<>(List.of("RolloutRequested", "RolloutStarted"));
        for (int stage = 0; stage < list.size(); stage++) {
            words.add("StageStarted " + stage);
            words.add("TrafficSwitched " + stage);
            words.add("StageCompleted " + stage);
        }
        words.add("RolloutCompleted");
        return words;
    }

    /** As YAML. */
    @Override
    public String toString() {
        return list.stream().map(Stage::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
