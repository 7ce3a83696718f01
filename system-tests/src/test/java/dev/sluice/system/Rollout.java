package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.StageStory;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A rollout that was started over HTTP, and what must be true of every one however it is disturbed. */
record Rollout(TestSystem system, Stages stages, RolloutId id, Story story) {
    private static final Duration STARTED = Duration.ofSeconds(15);
    private static final Duration AGREES = Duration.ofSeconds(5);

    /** Starts it, and returns when its request is in the journal. */
    static Rollout start(TestSystem system, Application app, Stages stages) {
        return start(system, app.target(), app.plan(stages), stages);
    }

    static Rollout start(TestSystem system, Target target, String plan, Stages stages) {
        String key = UUID.randomUUID().toString();
        Api.Answer answer = system.traffic().start(plan, Map.of("Idempotency-Key", key));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        Story story = system.story(target);
        story.await(Lifecycle.RolloutRequested.class, STARTED);
        return new Rollout(
                system, stages, new RolloutId(answer.json().path("rollout").asText()), story);
    }

    RolloutState state() {
        return story.told()
                .state()
                .rollout(id)
                .orElseThrow(() -> new AssertionError(id + " is not in\n" + story.text()));
    }

    /** The planned length of all stages. */
    Duration planned() {
        return stages.list().stream().map(Stages.Stage::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** No stage was skipped, repeated or shortened, by the journal's times. */
    void tookEveryStageOnceInFull() {
        List<String> steps = story.outline().stream()
                .filter(word -> word.startsWith("Stage") || word.startsWith("TrafficSwitched"))
                .toList();
        assertThat(steps)
                .as("the stages of\n%s", story.text())
                .isEqualTo(stages.outline().stream()
                        .filter(word -> !word.startsWith("Rollout"))
                        .toList());
        List<StageStory> told = state().stages();
        for (int i = 0; i < told.size(); i++) {
            Duration actual = length(told.get(i));
            Duration planned = stages.list().get(i).length();
            assertThat(actual).as("length of stage %d of\n%s", i, story.text()).isGreaterThanOrEqualTo(planned);
        }
    }

    /** From the switch of its traffic to its end, in a list of seconds for people. */
    List<String> lengths() {
        return state().stages().stream()
                .map(stage -> "%.1f s".formatted(length(stage).toMillis() / 1000.0))
                .toList();
    }

    private static Duration length(StageStory stage) {
        return Duration.between(
                stage.switchedAt().orElseThrow(), stage.endedAt().orElseThrow());
    }

    /** The journal is whole, and what traffic-service answers is what a replay of it gives. */
    void isToldAlikeByEverybody() {
        story.isWhole();
        Wait.until("GET /rollouts/" + id + " tells what the journal tells", AGREES, () -> agrees(json()));
    }

    JsonNode json() {
        return system.traffic().get("/rollouts/" + id).json();
    }

    private boolean agrees(JsonNode shown) {
        RolloutState state = state();
        boolean alike = shown.path("phase").asText().equals(state.phase().word())
                && shown.path("weight").asText().equals(state.weight().toString());
        for (int i = 0; alike && i < state.stages().size(); i++) {
            StageStory told = state.stages().get(i);
            JsonNode stage = shown.path("stages").path(i);
            alike = time(stage, "startedAt").equals(Optional.of(told.startedAt()))
                    && time(stage, "switchedAt").equals(told.switchedAt())
                    && time(stage, "endedAt").equals(told.endedAt());
        }
        return alike;
    }

    private static Optional<Instant> time(JsonNode stage, String field) {
        return Optional.of(stage.path(field).asText())
                .filter(text -> !text.isEmpty())
                .map(Instant::parse);
    }
}
