package dev.sluice.traffic;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.plan.Place;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.memory.MemoryTasks;
import dev.sluice.traffic.port.Errand;
import dev.sluice.traffic.port.TaskProgress;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a plan wants to have done between its stages is begun once, asked after, and waited for. */
class StepsTest {
    private static final Name MIGRATE = new Name("migrate");
    private static final Name LOAD = new Name("load");
    private static final String STEPS = """
            steps:
              - {name: migrate, before: canary-start, within: 5m, retries: 1, run: {type: http, url: "http://h/m"}}
              - {name: load, after: canary-start, run: {type: http, url: "http://h/l"}}
            """;
    private static final Name TELL = new Name("tell");
    private static final String BESIDE = """
            steps:
              - {name: load, during: canary-start, within: 5h, run: {type: http, url: "http://h/l"}}
              - {name: tell, onRollback: true, within: 2m, run: {type: http, url: "http://h/t"}}
            """;
    private final World world = new World();
    private Node owner;

    @BeforeEach
    void begin() {
        new Health(world);
        owner = world.owner("owner");
        tasks().answer(MIGRATE, new TaskProgress.UnderWay("at table 7"));
    }

    private MemoryTasks tasks() {
        return world.tasks();
    }

    private void start() {
        world.command(new Command.Start(Samples.KEY, Samples.plan(STEPS), ANN));
        world.until(
                "the step is begun",
                Duration.ofSeconds(2),
                () -> tasks().begun().size() == 1);
    }

    private Weight candidate() {
        return world.router("edge").memory().peek().candidate();
    }

    @Test
    void noTrafficMovesWhileItIsUnderWay() {
        start();
        world.pass(Duration.ofMinutes(3));
        assertThat(world.has(Lifecycle.StageStarted.class)).isFalse();

        tasks().answer(MIGRATE, TaskProgress.succeeded("done"));

        world.until("the stage starts", Duration.ofSeconds(2), () -> world.has(Lifecycle.StageStarted.class));
        assertThat(world.words()).containsSubsequence("StepStarted", "StepEnded", "StageStarted");
        assertThat(tasks().begun()).singleElement().satisfies(errand -> {
            assertThat(errand.step()).isEqualTo(MIGRATE);
            assertThat(errand.rollout()).isEqualTo(ROLLOUT);
            assertThat(errand.attempt()).isEqualTo(1);
        });
    }

    @Test
    void anHeirAsksAfterTheSameAttempt() {
        start();
        owner.crash();
        Node heir = world.owner("heir");
        world.pass(Duration.ofSeconds(5));

        tasks().answer(MIGRATE, TaskProgress.succeeded("done"));

        world.until("the stage starts", Duration.ofSeconds(4), () -> world.has(Lifecycle.StageStarted.class));
        assertThat(tasks().begun()).hasSize(1);
        assertThat(heir.alive()).isTrue();
    }

    @Test
    void anAttemptThatTakesTooLongIsFollowedByAnother() {
        start();

        world.until(
                "it is tried again",
                Duration.ofMinutes(6),
                () -> tasks().begun().size() == 2);

        assertThat(tasks().begun()).extracting(Errand::attempt).containsExactly(1, 2);
        assertThat(tasks().begun()).extracting(Errand::key).doesNotHaveDuplicates();
        world.until("it is over", Duration.ofMinutes(6), () -> world.has(Lifecycle.RolloutFailed.class));
        assertThat(world.router("edge").memory().written()).isEmpty();
        assertThat(tasks().begun()).hasSize(2);
    }

    /** One may be a cluster that has just started; three in a row are a right that is missing. */
    @Test
    void aRequestThatIsRefusedIsMadeThreeTimes() {
        tasks().answer(MIGRATE, new TaskProgress.Refused("forbidden"));
        start();
        world.pass(Duration.ofMillis(1_500));
        tasks().answer(MIGRATE, new TaskProgress.UnderWay("at table 7"));
        world.pass(Duration.ofSeconds(10));
        assertThat(world.has(Lifecycle.StepEnded.class)).isFalse();

        tasks().answer(MIGRATE, new TaskProgress.Refused("forbidden"));
        world.until("it has failed", Duration.ofSeconds(4), () -> world.has(Lifecycle.StepEnded.class));
    }

    @Test
    void aStepThatFailsUnderTrafficTakesTheCandidateBack() {
        start();
        tasks().answer(MIGRATE, TaskProgress.succeeded("done"));
        tasks().answer(LOAD, TaskProgress.failed("p99 of 3 s"));
        world.until("the canary has traffic", Duration.ofMinutes(1), () -> candidate()
                .equals(Weight.percent(5)));

        world.until("the stage fails", Duration.ofMinutes(40), () -> world.has(Lifecycle.StageFailed.class));

        world.until("stable has everything", Duration.ofSeconds(6), () -> candidate()
                .equals(Weight.ZERO));
    }

    private void underLoad(String steps) {
        world.command(new Command.Start(Samples.KEY, Samples.plan(steps), ANN));
        world.until("the load begins", Duration.ofMinutes(1), () -> tasks().begun().stream()
                .anyMatch(errand -> errand.step().equals(LOAD)));
    }

    @Test
    void aLoadTestRunsBesideTheWatchAndTheStageWaitsForIt() {
        tasks().answer(LOAD, new TaskProgress.UnderWay("at 10 %"));
        underLoad(BESIDE);
        assertThat(tasks().begun()).singleElement().satisfies(errand -> {
            assertThat(errand.place()).isEqualTo(Place.DURING);
            assertThat(errand.stage()).contains(new Name("canary-start"));
            assertThat(errand.weight()).isEqualTo(Weight.percent(5));
        });
        world.pass(Duration.ofHours(1));
        assertThat(world.has(Lifecycle.StageCompleted.class)).isFalse();
        owner.crash();
        world.owner("heir");

        tasks().answer(LOAD, TaskProgress.succeeded("done"));

        world.until("the stage is complete", Duration.ofMinutes(2), () -> world.has(Lifecycle.StageCompleted.class));
        assertThat(tasks().begun()).hasSize(1);
    }

    @Test
    void aLoadTestIsGivenUpAndStableHasEverythingBeforeTheHookIsCalled() {
        tasks().answer(LOAD, new TaskProgress.UnderWay("at 10 %"));
        tasks().answer(TELL, new TaskProgress.UnderWay("telling"));
        underLoad(BESIDE);

        world.command(new Command.Abort(ROLLOUT, ANN));

        world.until("stable has everything", Duration.ofSeconds(1), () -> candidate()
                .equals(Weight.ZERO));
        world.until(
                "the hook is called",
                Duration.ofSeconds(3),
                () -> tasks().begun().size() == 2);
        Errand told = tasks().begun().getLast();
        assertThat(told.step()).isEqualTo(TELL);
        assertThat(told.place()).isEqualTo(Place.ROLLBACK);
        assertThat(told.stage()).contains(new Name("canary-start"));
        assertThat(told.weight()).isEqualTo(Weight.ZERO);
        assertThat(world.has(Lifecycle.RolloutAborted.class)).isFalse();

        world.until("its time has passed", Duration.ofMinutes(3), () -> world.has(Lifecycle.RolloutAborted.class));
        assertThat(world.words()).containsSubsequence("TrafficRestored", "StepStarted", "StepEnded", "RolloutAborted");
    }

    @Test
    void aRollbackDoesNotWaitForWhatIsUnderWay() {
        start();
        tasks().answer(MIGRATE, TaskProgress.succeeded("done"));
        tasks().answer(LOAD, new TaskProgress.UnderWay("at 10 %"));
        world.until(
                "the second step is begun",
                Duration.ofMinutes(40),
                () -> tasks().begun().size() == 2);

        world.command(new Command.RollBack(ROLLOUT, ANN));

        world.until("stable has everything", Duration.ofSeconds(1), () -> candidate()
                .equals(Weight.ZERO));
        tasks().answer(LOAD, TaskProgress.succeeded("done"));
        world.pass(Duration.ofSeconds(5));
        assertThat(world.count(Lifecycle.StepEnded.class)).isEqualTo(1);
    }
}
