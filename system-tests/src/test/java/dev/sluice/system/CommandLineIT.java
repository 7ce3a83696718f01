package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.journal.Lifecycle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The command line as pipelines use it: by its exit codes and its JSON. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedSystem.class)
class CommandLineIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Stages SHORT = Stages.each(Duration.ofSeconds(3), 50, 100);

    @TempDir
    Path folder = Path.of("");

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void waitsForACompletionAndTellsOfIt(TestSystem system) throws Exception {
        try (Application app = Application.named("cli-good")) {
            Path plan = Files.writeString(folder.resolve("good.yaml"), app.plan(SHORT));

            // When a pipeline checks a plan, starts it and waits
            Run lint = Run.sluice(system, LIMIT, "lint", "-f", plan.toString());
            Run start = Run.sluice(system, LIMIT, "start", "-f", plan.toString(), "--wait");

            // Then both end with 0, and the status is there for programs
            assertThat(lint.code()).as(lint.output()).isZero();
            assertThat(start.code()).as(start.output()).isZero();
            String id = system.story(app.target())
                    .all(Lifecycle.RolloutRequested.class)
                    .getFirst()
                    .rollout()
                    .text();
            Run status = Run.sluice(system, LIMIT, "status", id, "-o", "json");
            assertThat(status.code()).as(status.output()).isZero();
            JsonNode shown = Api.json(status.output());
            assertThat(shown.path("id").asText()).isEqualTo(id);
            assertThat(shown.path("outcome").asText()).isEqualTo("completed");
            Measured.say(
                    "cli: start --wait of 6 s of stages took %.1f s",
                    start.took().toMillis() / 1000.0);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void tellsARollbackFromARefusalAndABadPlan(TestSystem system) throws Exception {
        try (Application app = Application.named("cli-bad")) {
            Path plan = Files.writeString(
                    folder.resolve("bad.yaml"), app.plan(Stages.each(Duration.ofSeconds(30), 50, 100)));
            Path wrong = Files.writeString(
                    folder.resolve("wrong.yaml"), Files.readString(plan).replace("weight: 50%", "weight: 50"));

            // Given a rollout that has the target
            Rollout rollout = Rollout.start(system, app, Stages.each(Duration.ofSeconds(30), 50, 100));
            rollout.story().awaitSwitch(0, LIMIT);

            // Then a second start is refused, and a bad plan is bad
            Run refused = Run.sluice(system, LIMIT, "start", "-f", plan.toString());
            assertThat(refused.code()).as(refused.output()).isEqualTo(5);
            Run bad = Run.sluice(system, LIMIT, "lint", "-f", wrong.toString());
            assertThat(bad.code()).as(bad.output()).isEqualTo(2);
            assertThat(bad.output()).contains("stages[0].weight");

            // And one that fails is rolled back, which is an exit code of its own
            app.candidateFails();
            Run watched = Run.sluice(system, LIMIT, "watch", rollout.id().text());
            assertThat(watched.code()).as(watched.output()).isEqualTo(3);
            Run waited = Run.sluice(system, LIMIT, "start", "-f", plan.toString(), "--wait");
            assertThat(waited.code()).as(waited.output()).isEqualTo(3);
        }
    }
}
