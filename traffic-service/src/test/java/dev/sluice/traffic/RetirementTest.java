package dev.sluice.traffic;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.story.Phase;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.memory.MemoryRouter;
import dev.sluice.traffic.memory.MemoryWorkloads;
import dev.sluice.traffic.port.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ran the candidate is shut down when it is asked for, and only while no router gives it anything. */
class RetirementTest {
    private static final Name CANARY = new Name("canary");
    private static final Name GREEN = new Name("green");
    private static final Name BLUE = new Name("blue");
    private static final String WORKLOADS = """
            workloads:
              - {type: http, name: canary, role: canary, url: "http://127.0.0.1:9001/canary"}
              - {type: http, name: green, role: green, url: "http://127.0.0.1:9001/green", onRollback: delete}
              - {type: http, name: blue, role: stable, url: "http://127.0.0.1:9001/blue"}
            """;
    private final World world = new World();
    private Health health;
    private Node owner;

    @BeforeEach
    void begin() {
        health = new Health(world);
        owner = world.owner("owner");
        List.of(CANARY, GREEN, BLUE).forEach(name -> workloads().run(name, 2, Optional.empty()));
    }

    private MemoryWorkloads workloads() {
        return world.workloads().memory();
    }

    /** Stable has everything back; rollback-service has said nothing so far. */
    private void restored() {
        world.command(new Command.Start(Samples.KEY, Samples.plan(WORKLOADS), ANN));
        world.until("a stage is watched", Duration.ofMinutes(1), () -> world.has(Lifecycle.TrafficSwitched.class));
        health.silence();
        world.command(new Command.RollBack(ROLLOUT, ANN));
        world.until("traffic is restored", Duration.ofSeconds(5), () -> world.has(Lifecycle.TrafficRestored.class));
        world.tell(Samples.rollbackRequested(of()));
    }

    private long of() {
        return world.rollout().phase() instanceof Phase.Restored restored ? restored.version() : 0;
    }

    private void ask(Name... names) {
        world.tell(new Fact.ShutdownRequested(ROLLOUT, of(), List.of(names)));
    }

    private boolean running(Name name) {
        return workloads().peek(name).running() > 0;
    }

    private void retired(int count, Duration atMost) {
        world.until(count + " are shut down", atMost, () -> world.count(Lifecycle.WorkloadRetired.class) == count);
    }

    private Lifecycle.RetirementDelayed delayed(Duration atMost) {
        world.until("it is told", atMost, () -> world.has(Lifecycle.RetirementDelayed.class));
        return (Lifecycle.RetirementDelayed) last(Lifecycle.RetirementDelayed.class);
    }

    private JournalEvent last(Class<? extends JournalEvent> type) {
        return world.history().stream()
                .filter(type::isInstance)
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    @Test
    void whatIsAskedForIsShutDownAsThePlanSaysAndNothingElseIs() {
        restored();
        world.pass(Duration.ofSeconds(10));
        assertThat(workloads().written()).as("nobody asked so far").isEmpty();
        ask(CANARY, GREEN);
        retired(2, Duration.ofMillis(200));
        assertThat(workloads().written())
                .containsExactlyInAnyOrder("scale canary to 0", "scale green to 0", "delete green");
        assertThat(workloads().peek(GREEN).exists()).isFalse();
        assertThat(running(BLUE)).isTrue();
        assertThat(world.words()).doesNotContain("RetirementDelayed");
        assertThat(world.rollout()
                        .rollback()
                        .orElseThrow()
                        .shutdown()
                        .orElseThrow()
                        .waiting())
                .isEmpty();
    }

    @Test
    void instancesAreWaitedForAndALongEndIsTold() {
        workloads().linger();
        restored();
        ask(CANARY);
        world.pass(Duration.ofSeconds(50));
        assertThat(world.words()).doesNotContain("WorkloadRetired", "RetirementDelayed");
        assertThat(delayed(Duration.ofSeconds(15)).reason()).contains("2 instances");
        workloads().end(CANARY);
        retired(1, Duration.ofMillis(1_500));
        Lifecycle.WorkloadRetired retired = (Lifecycle.WorkloadRetired) last(Lifecycle.WorkloadRetired.class);
        assertThat(retired.workload()).isEqualTo(CANARY);
        assertThat(retired.detail()).contains("has no instance");
        assertThat(retired.tookMicros()).isBetween(55_000_000L, 70_000_000L);
        assertThat(workloads().written()).containsExactly("scale canary to 0");
    }

    @Test
    void aWorkloadWhoseSupervisorIsAwayIsToldOnceAndTriedUntilItObeys() {
        workloads().suffer(MemoryWorkloads.Fault.UNREACHABLE);
        restored();
        ask(CANARY, GREEN);
        world.pass(Duration.ofMinutes(2));
        assertThat(world.count(Lifecycle.RetirementDelayed.class)).isEqualTo(2);
        assertThat(world.words()).doesNotContain("WorkloadRetired");
        world.workloads().heal();
        retired(2, Duration.ofMillis(1_500));
    }

    @Test
    void aSupervisorThatHangsIsInterruptedAndTriedAgain() {
        restored();
        world.workloads().hang();
        ask(CANARY);
        assertThat(delayed(Duration.ofSeconds(30)).reason()).contains("no answer");
        world.workloads().heal();
        retired(1, Duration.ofSeconds(7));
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgain() {
        restored();
        workloads().suffer(MemoryWorkloads.Fault.LOSING_ANSWERS);
        ask(GREEN);
        world.pass(Duration.ofSeconds(2));
        assertThat(world.has(Lifecycle.WorkloadRetired.class)).isFalse();
        world.workloads().heal();
        retired(1, Duration.ofMillis(1_500));
    }

    @Test
    void nothingIsShutDownWhileARouterGivesTheCandidateAnything() {
        restored();
        world.router("mobile").memory().suffer(MemoryRouter.Fault.REFUSING);
        world.pass(Duration.ofSeconds(3));
        ask(CANARY);
        assertThat(delayed(Duration.ofSeconds(10)).reason())
                .contains("it may still get traffic: router mobile can't be read");
        assertThat(workloads().written()).isEmpty();
        world.router("mobile").heal();
        retired(1, Duration.ofMillis(2_500));
    }

    /** Somebody holds the candidate at a share, past latch and stamp, as often as it is set right. */
    @Test
    void nothingIsShutDownWhileSomebodyGivesTheCandidateAShare() {
        restored();
        world.router("edge").insist(Weight.percent(20));
        ask(CANARY, GREEN);
        assertThat(delayed(Duration.ofSeconds(10)).reason()).startsWith("it may still get traffic: router edge");
        assertThat(workloads().written()).isEmpty();
        assertThat(running(CANARY) && running(GREEN)).isTrue();
        world.router("edge").heal();
        retired(2, Duration.ofSeconds(5));
        assertThat(world.weight("edge")).isEqualTo(Weight.ZERO);
    }

    /** It gives the candidate nothing, but its cookies lead there again, as often as the restore is repeated. */
    @Test
    void nothingIsShutDownWhileARouterForgetsItsRestore() {
        restored();
        world.router("edge").insist(Weight.ZERO);
        ask(CANARY);
        assertThat(delayed(Duration.ofSeconds(10)).reason()).contains("router edge has forgotten the restore");
        assertThat(workloads().written()).isEmpty();
        world.router("edge").heal();
        retired(1, Duration.ofSeconds(5));
    }

    @Test
    void nothingIsShutDownBeforeTheRestoreIsReadBack() {
        world.command(new Command.Start(Samples.KEY, Samples.plan(WORKLOADS), ANN));
        world.until("a stage is watched", Duration.ofMinutes(1), () -> world.has(Lifecycle.TrafficSwitched.class));
        health.silence();
        world.router("edge").memory().suffer(MemoryRouter.Fault.LOSING_ANSWERS);
        world.command(new Command.RollBack(ROLLOUT, ANN));
        world.pass(Duration.ofSeconds(1));
        world.tell(Samples.rollbackRequested(4));
        world.tell(new Fact.ShutdownRequested(ROLLOUT, 4, List.of(CANARY)));
        world.pass(Duration.ofSeconds(10));
        assertThat(world.words()).doesNotContain("TrafficRestored");
        assertThat(workloads().written()).isEmpty();
        world.router("edge").heal();
        retired(1, Duration.ofSeconds(5));
    }

    @Test
    void itNeedsOwnershipThatWasConfirmedLately() {
        restored();
        owner.unconfirmed(Duration.ofMillis(4_001));
        ask(CANARY);
        world.pass(Duration.ofSeconds(10));
        assertThat(workloads().written()).isEmpty();
        assertThat(world.words()).as("nobody is at fault").doesNotContain("RetirementDelayed");
        owner.unconfirmed(Duration.ofMillis(4_000));
        retired(1, Duration.ofMillis(1_500));
    }

    @Test
    void whatTheLaterRolloutClaimedStaysUp() {
        workloads().run(CANARY, 2, Optional.of(new Stamp(Samples.OTHER, 1_000, 1)));
        restored();
        ask(CANARY, GREEN);
        retired(1, Duration.ofSeconds(1));
        assertThat(delayed(Duration.ofSeconds(10)).reason()).contains(Samples.OTHER.text(), "has claimed it");
        assertThat(running(CANARY)).isTrue();
    }

    @Test
    void whatThePlanKeepsOrDoesNotKnowIsNeverShutDown() {
        restored();
        ask(BLUE, new Name("purple"));
        world.pass(Duration.ofMinutes(1));
        assertThat(world.count(Lifecycle.RetirementDelayed.class)).isEqualTo(2);
        assertThat(workloads().written()).isEmpty();
    }

    @Test
    void aRollbackThatFailedShutsNothingDownAnyMore() {
        workloads().suffer(MemoryWorkloads.Fault.UNREACHABLE);
        restored();
        ask(CANARY);
        delayed(Duration.ofSeconds(10));
        world.tell(new Fact.RollbackFailed(ROLLOUT, of(), "the shut-down took too long", List.of()));
        world.until("the end", Duration.ofSeconds(5), () -> world.has(Lifecycle.RolloutFailed.class));
        world.workloads().heal();
        world.pass(Duration.ofMinutes(1));
        assertThat(workloads().written()).isEmpty();
    }

    @Test
    void anOwnerThatDiesAnywhereLeavesItToTheNext() {
        for (int step = 1; step <= 4; step++) {
            World each = new World();
            Health silenced = new Health(each);
            each.owner("first");
            each.workloads().memory().run(CANARY, 2, Optional.empty());
            each.workloads().memory().run(GREEN, 2, Optional.empty());
            each.command(new Command.Start(Samples.KEY, Samples.plan(WORKLOADS), ANN));
            each.until("a stage is watched", Duration.ofMinutes(1), () -> each.has(Lifecycle.TrafficSwitched.class));
            silenced.silence();
            each.command(new Command.RollBack(ROLLOUT, ANN));
            each.until("restored", Duration.ofSeconds(5), () -> each.has(Lifecycle.TrafficRestored.class));
            each.tell(Samples.rollbackRequested(4));
            each.crashAfter(each.steps() + step);
            each.tell(new Fact.ShutdownRequested(ROLLOUT, 4, List.of(CANARY, GREEN)));
            each.pass(Duration.ofSeconds(10));
            each.owner("second");
            each.until(
                    "both are shut down, with a crash after step " + step,
                    Duration.ofSeconds(5),
                    () -> each.count(Lifecycle.WorkloadRetired.class) == 2);
            assertThat(each.workloads().memory().peek(CANARY).idle()).isTrue();
            assertThat(each.workloads().memory().peek(GREEN).exists()).isFalse();
        }
    }

    @Test
    void aFormerOwnerLeavesItToTheNewOne() {
        workloads().linger();
        restored();
        ask(CANARY);
        world.pass(Duration.ofSeconds(3));
        owner.lose();
        Node second = world.owner("second");
        workloads().end(CANARY);
        retired(1, Duration.ofSeconds(3));
        world.pass(Duration.ofSeconds(10));
        assertThat(world.count(Lifecycle.WorkloadRetired.class)).isEqualTo(1);
        assertThat(second.alive()).isTrue();
    }
}
