package dev.sluice.traffic;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.memory.MemoryWorkloads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is not needed any more is shut down once the candidate has everything at every router, and not before. */
class ClosingTest {
    private static final Name CANARY = new Name("canary");
    private static final Name GREEN = new Name("green");
    private static final Name BLUE = new Name("blue");
    private static final String PLAN = """
            bake: 1h
            stages: [{name: all, weight: 100%, duration: 10m}]
            workloads:
              - {type: http, name: canary, role: canary, url: "http://h/c", onComplete: delete}
              - {type: http, name: green, role: green, url: "http://h/g", prepare: {replicas: 2}}
              - {type: http, name: blue, role: stable, url: "http://h/b", onComplete: scale-to-zero}
            """;
    private final World world = new World();
    private Node owner;

    @BeforeEach
    void begin() {
        new Health(world);
        owner = world.owner("owner");
        List.of(CANARY, GREEN, BLUE).forEach(name -> workloads().run(name, 2, Optional.empty()));
        world.command(new Command.Start(Samples.KEY, Samples.plan(PLAN), ANN));
        world.until("it is complete", Duration.ofMinutes(11), () -> world.has(Lifecycle.BakeStarted.class));
    }

    private MemoryWorkloads workloads() {
        return world.workloads().memory();
    }

    private void closing() {
        world.until("the bake is over", Duration.ofMinutes(61), () -> world.has(Lifecycle.ClosingStarted.class));
    }

    @Test
    void theCanaryGoesAtOnceAndTheOldVersionAfterTheBake() {
        world.until("the canary is gone", Duration.ofSeconds(15), () -> world.has(Lifecycle.WorkloadRetired.class));
        world.pass(Duration.ofMinutes(50));
        assertThat(workloads().written()).containsExactly("scale canary to 0", "delete canary");
        assertThat(world.has(Lifecycle.StageFailed.class))
                .as("a canary that is gone is no breach")
                .isFalse();

        closing();

        world.until("it is over", Duration.ofSeconds(15), () -> world.has(Lifecycle.RolloutCompleted.class));
        assertThat(workloads().written()).containsExactly("scale canary to 0", "delete canary", "scale blue to 0");
        assertThat(workloads().peek(GREEN).running()).isEqualTo(2);
    }

    @Test
    void aRollbackInTheBakeFindsTheOldVersion() {
        world.until("the canary is gone", Duration.ofSeconds(15), () -> world.has(Lifecycle.WorkloadRetired.class));

        world.command(new Command.RollBack(ROLLOUT, ANN));

        world.until(
                "stable has everything",
                Duration.ofSeconds(1),
                () -> world.router("edge").memory().peek().candidate().equals(Weight.ZERO));
        assertThat(workloads().peek(BLUE).running()).isEqualTo(2);
    }

    /** Its own hand or an emergency: whoever gave stable something back needs the old version. */
    @Test
    void aRouterThatGivesStableSomethingKeepsTheOldVersionAlive() {
        world.until("the canary is gone", Duration.ofSeconds(15), () -> world.has(Lifecycle.WorkloadRetired.class));
        world.command(new Command.Freeze(ANN));
        world.router("edge").memory().drift(Weight.percent(40));
        world.command(new Command.Thaw(ANN));
        world.router("edge").hang();

        closing();
        world.pass(Duration.ofMinutes(4));

        assertThat(workloads().peek(BLUE).running()).isEqualTo(2);
        assertThat(world.has(Lifecycle.RetirementDelayed.class)).isTrue();
        world.until("it is over", Duration.ofMinutes(2), () -> world.has(Lifecycle.RolloutCompleted.class));
        assertThat(workloads().peek(BLUE).running()).isEqualTo(2);
    }

    /** Its net would give everything to stable, and a later stamp is all that it stands down on. */
    @Test
    void whatAFormerOwnerCouldStillRestoreToStaysUntilTheRoutersAreStamped() {
        world.until("the canary is gone", Duration.ofSeconds(15), () -> world.has(Lifecycle.WorkloadRetired.class));
        owner.crash();
        world.owner("heir");

        closing();

        world.until("it is over", Duration.ofSeconds(15), () -> world.has(Lifecycle.RolloutCompleted.class));
        assertThat(world.router("edge").memory().peek().stamp().orElseThrow().epoch())
                .isGreaterThan(1);
        assertThat(workloads().peek(BLUE).running()).isZero();
    }

    @Test
    void theNextStartEndsTheBakeAndBeginsWhenTheOldVersionIsGone() {
        world.command(new Command.Start(Samples.OTHER_KEY, Samples.plan(), ANN));

        world.until(
                "the next one is open",
                Duration.ofSeconds(30),
                () -> world.count(Lifecycle.RolloutRequested.class) == 2);
        assertThat(world.words())
                .containsSubsequence(
                        "BakeStarted", "ClosingStarted", "RolloutQueued", "RolloutCompleted", "RolloutRequested");
        assertThat(world.count(Lifecycle.ClosingStarted.class)).isEqualTo(1);
        assertThat(workloads().peek(BLUE).running()).isZero();
    }

    /** Somebody scaled it down by hand: then the canary is all that serves. */
    @Test
    void withoutAGreenThatServesTheCanaryStays() {
        workloads().run(GREEN, 0, Optional.empty());
        world.pass(Duration.ofMinutes(2));

        assertThat(workloads().peek(CANARY).running()).isEqualTo(2);
        assertThat(world.has(Lifecycle.WorkloadRetired.class)).isFalse();
    }

    @Test
    void aPersonIsToldThatItIsTooLate() {
        closing();
        world.command(new Command.RollBack(ROLLOUT, ANN));

        world.until("it is over", Duration.ofSeconds(15), () -> world.has(Lifecycle.RolloutCompleted.class));
        assertThat(world.has(Lifecycle.CommandRefused.class)).isTrue();
        assertThat(world.has(Lifecycle.RestoreStarted.class)).isFalse();
    }
}
