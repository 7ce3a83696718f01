package dev.sluice.traffic;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.memory.MemoryWorkloads;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stage gives traffic to takes requests before, and a stage whose workload breaks fails at once. */
class PreparationTest {
    private static final Name CANARY = new Name("canary");
    private static final Name GREEN = new Name("green");
    private static final String WORKLOADS = """
            workloads:
              - type: http
                name: canary
                role: canary
                url: "http://127.0.0.1:9001/canary"
                prepare: {replicas: 1, within: 60s}
              - type: http
                name: green
                role: green
                url: "http://127.0.0.1:9001/green"
                prepare: {before: canary-expand, replicas: 10}
            """;
    private final World world = new World();
    private Health health;
    private Node owner;

    @BeforeEach
    void begin() {
        health = new Health(world);
        owner = world.owner("owner");
        workloads().run(CANARY, 0, Optional.empty());
        workloads().run(GREEN, 0, Optional.empty());
        workloads().slow();
        world.command(new Command.Start(Samples.KEY, Samples.plan(WORKLOADS), ANN));
    }

    private MemoryWorkloads workloads() {
        return world.workloads().memory();
    }

    private void ready(Name name) {
        world.until(
                name + " is scaled",
                Duration.ofMinutes(40),
                () -> workloads().peek(name).wanted() > 0);
        workloads().ready(name);
    }

    private void watching(int stage) {
        world.until(
                "stage " + stage + " is watched",
                Duration.ofMinutes(1),
                () -> world.count(Lifecycle.TrafficSwitched.class) == stage + 1);
    }

    private Weight candidate() {
        return world.router("edge").memory().peek().candidate();
    }

    private Lifecycle.StageFailed failure(Duration atMost) {
        world.until("the stage fails", atMost, () -> world.has(Lifecycle.StageFailed.class));
        return world.history().stream()
                .filter(Lifecycle.StageFailed.class::isInstance)
                .map(Lifecycle.StageFailed.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void noTrafficMovesBeforeTheCanaryTakesRequests() {
        world.until(
                "the canary is scaled",
                Duration.ofSeconds(2),
                () -> workloads().peek(CANARY).wanted() == 1);
        world.pass(Duration.ofSeconds(30));
        assertThat(world.has(Lifecycle.StageStarted.class)).isFalse();

        workloads().ready(CANARY);

        world.until("the stage starts", Duration.ofSeconds(2), () -> world.has(Lifecycle.StageStarted.class));
        assertThat(world.words()).containsSubsequence("WorkloadPrepared", "StageStarted");
        assertThat(workloads().written()).containsExactly("scale canary to 1");
    }

    @Test
    void greenIsScaledBeforeItsStageAndTheCanaryServesOnMeanwhile() {
        ready(CANARY);
        watching(0);
        world.until(
                "green is scaled",
                Duration.ofMinutes(40),
                () -> workloads().peek(GREEN).wanted() == 10);
        world.pass(Duration.ofMinutes(2));
        assertThat(candidate()).isEqualTo(Weight.percent(5));
        assertThat(world.count(Lifecycle.StageStarted.class)).isEqualTo(1);
        assertThat(world.has(Lifecycle.SafetyNetUsed.class)).isFalse();

        workloads().ready(GREEN);

        watching(1);
        assertThat(candidate()).isEqualTo(Weight.percent(20));
    }

    @Test
    void aCanaryThatNeverTakesRequestsEndsTheRolloutAndIsScaledBack() {
        world.until("it is over", Duration.ofSeconds(70), () -> world.has(Lifecycle.RolloutFailed.class));

        Lifecycle.RolloutFailed failed =
                (Lifecycle.RolloutFailed) world.history().getLast();
        assertThat(failed.reason()).startsWith("workload canary: is not ready after 60 s");
        assertThat(world.router("edge").memory().written()).isEmpty();
        assertThat(workloads().written()).containsExactly("scale canary to 1", "scale canary to 0");
    }

    @Test
    void whatWasBroughtUpForARolloutThatIsGivenUpGoesAgain() {
        world.until(
                "the canary is scaled",
                Duration.ofSeconds(2),
                () -> workloads().peek(CANARY).wanted() == 1);
        world.command(new Command.Abort(ROLLOUT, ANN));
        world.until("it is given up", Duration.ofSeconds(2), () -> world.has(Lifecycle.RolloutAborted.class));

        world.until("it is scaled back", Duration.ofSeconds(2), () -> workloads()
                .written()
                .contains("scale canary to 0"));
    }

    @Test
    void aCanaryThatCrashesOnItsWayUpIsNotWaitedFor() {
        world.until(
                "the canary is scaled",
                Duration.ofSeconds(2),
                () -> workloads().peek(CANARY).wanted() == 1);
        workloads().crash(CANARY, "container app: CrashLoopBackOff");

        world.until("it is over", Duration.ofSeconds(3), () -> world.has(Lifecycle.RolloutFailed.class));
    }

    @Test
    void greenThatNeverTakesRequestsTakesTheCanaryBack() {
        ready(CANARY);
        watching(0);

        Lifecycle.StageFailed failed = failure(Duration.ofMinutes(45));

        assertThat(failed.stage()).isEqualTo(1);
        assertThat(failed.cause()).isEqualTo(StageFailure.WORKLOAD_BROKEN);
        world.until("stable has everything", Duration.ofSeconds(6), () -> candidate()
                .equals(Weight.ZERO));
    }

    @Test
    void aCanaryThatCrashesUnderTrafficIsTakenBackAtOnce() {
        ready(CANARY);
        watching(0);
        workloads().crash(CANARY, "container app: CrashLoopBackOff");

        assertThat(failure(Duration.ofSeconds(3)).reason()).contains("CrashLoopBackOff");
        world.until("stable has everything", Duration.ofSeconds(6), () -> candidate()
                .equals(Weight.ZERO));
    }

    @Test
    void aCanaryThatIsTakenAwayUnderTrafficIsTakenBackAtOnce() {
        ready(CANARY);
        watching(0);
        workloads().remove(CANARY);

        assertThat(failure(Duration.ofSeconds(4)).reason()).contains("is not there");
    }

    @Test
    void aSupervisorThatIsAwayIsNoBreach() {
        ready(CANARY);
        watching(0);
        workloads().suffer(MemoryWorkloads.Fault.UNREACHABLE);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.has(Lifecycle.StageFailed.class)).isFalse();
    }

    @Test
    void nothingIsBroughtUpWhileFrozen() {
        world.command(new Command.Freeze(ANN));
        world.pass(Duration.ofSeconds(10));
        assertThat(workloads().written()).isEmpty();

        world.command(new Command.Thaw(ANN));

        ready(CANARY);
        world.until("it goes on", Duration.ofSeconds(3), () -> world.has(Lifecycle.WorkloadPrepared.class));
    }

    @Test
    void anHeirGoesOnWithIt() {
        world.pass(Duration.ofSeconds(5));
        owner.crash();
        world.owner("heir");
        workloads().ready(CANARY);

        world.until("the stage starts", Duration.ofSeconds(20), () -> world.has(Lifecycle.StageStarted.class));
        assertThat(world.count(Lifecycle.WorkloadPrepared.class)).isEqualTo(1);
        assertThat(world.rollout().id()).isEqualTo(ROLLOUT);
        health.silence();
    }
}
