package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.OTHER;
import static dev.sluice.traffic.Samples.OTHER_KEY;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.breached;
import static dev.sluice.traffic.Samples.plan;
import static dev.sluice.traffic.Samples.requested;
import static dev.sluice.traffic.Samples.stageStarted;
import static dev.sluice.traffic.Samples.switched;
import static dev.sluice.traffic.Samples.validated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.story.Phase;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.Samples;
import dev.sluice.traffic.Story;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The old version stays for as long as the bake, and goes then; the canary goes before. */
class DeciderClosingTest {
    private static final Name CANARY = new Name("canary");
    private static final Name BLUE = new Name("blue");
    private static final String WORKLOADS = """
            workloads:
              - {type: http, name: canary, role: canary, url: "http://h/c", onComplete: delete}
              - {type: http, name: green, role: green, url: "http://h/g", prepare: {replicas: 1}}
            """;
    private static final Plan PLAN = plan(
            "bake: 72h",
            "stages: [{name: all, weight: 100%, duration: 10m}]",
            WORKLOADS + "  - {type: http, name: blue, role: stable, url: \"http://h/b\", onComplete: scale-to-zero}");
    private static final Input CANARY_GONE = new Input.Retired(ROLLOUT, CANARY, "is gone", 9);
    private static final Input BLUE_DOWN = new Input.Retired(ROLLOUT, BLUE, "has no instance", 9);

    private static Story complete(Plan plan) {
        Story story = Story.given(
                requested(plan), new Lifecycle.RolloutStarted(ROLLOUT), stageStarted(plan, 0), switched(plan, 0));
        return story.and(validated(story.version(), 0)).after(Duration.ofMinutes(10));
    }

    private static Story baking() {
        return complete(PLAN).looked().then(Lifecycle.StageCompleted.class, Lifecycle.BakeStarted.class);
    }

    private static Story closing() {
        return baking().after(Duration.ofHours(72)).looked().then(new Lifecycle.ClosingStarted(ROLLOUT));
    }

    @Test
    void theCanaryGoesWhileTheOldVersionStays() {
        Story story = baking();
        assertThat(story.rollout().toRetire()).extracting(Workload::name).containsExactly(CANARY);
        story.when(BLUE_DOWN).thenNothing();

        story.when(CANARY_GONE)
                .then(new Lifecycle.WorkloadRetired(ROLLOUT, CANARY, "is gone", 9))
                .when(CANARY_GONE)
                .thenNothing();
        assertThat(story.rollout().toRetire()).isEmpty();
    }

    @Test
    void theRolloutEndsOnceEverythingIsShutDown() {
        Story story = closing().looked().thenNothing();
        assertThat(story.rollout().toRetire()).extracting(Workload::name).containsExactly(CANARY, BLUE);

        story.when(CANARY_GONE)
                .then(Lifecycle.WorkloadRetired.class)
                .looked()
                .thenNothing()
                .when(BLUE_DOWN)
                .then(Lifecycle.WorkloadRetired.class)
                .looked()
                .then(new Lifecycle.RolloutCompleted(ROLLOUT));
    }

    @Test
    void whatWontGoIsToldOfOnceAndDoesNotHoldUpTheEndForEver() {
        Input stuck = new Input.RetirementStuck(ROLLOUT, BLUE, "a pod is left");
        Story story = closing()
                .when(stuck)
                .then(new Lifecycle.RetirementDelayed(ROLLOUT, BLUE, "a pod is left"))
                .when(stuck)
                .thenNothing();
        assertThat(Progress.nextLook(story.state(), story.now()))
                .contains(story.now().plus(Duration.ofMinutes(5)));

        story.when(CANARY_GONE)
                .then(Lifecycle.WorkloadRetired.class)
                .after(Duration.ofMinutes(5))
                .looked()
                .then(new Lifecycle.RolloutCompleted(ROLLOUT));
    }

    @Test
    void withoutABakeTheCanaryIsWaitedFor() {
        Plan plan = plan("stages: [{name: all, weight: 100%, duration: 10m}]", WORKLOADS);
        complete(plan)
                .looked()
                .then(Lifecycle.StageCompleted.class, Lifecycle.ClosingStarted.class)
                .when(CANARY_GONE)
                .then(Lifecycle.WorkloadRetired.class)
                .looked()
                .then(Lifecycle.RolloutCompleted.class);
    }

    @Test
    void inABakeItCanStillBeTakenBack() {
        baking().when(new Command.RollBack(ROLLOUT, ANN)).then(Lifecycle.RestoreStarted.class);
        Story story = baking();
        story.and(breached(story.version(), Reaction.ROLLBACK))
                .after(Duration.ofHours(72))
                .looked()
                .thenNothing();
    }

    @Test
    void fromThenOnNobodyTakesItBack() {
        Story story = closing();
        story.when(new Command.RollBack(ROLLOUT, ANN)).thenRefused(RefusalCode.NOT_NOW);
        story.when(new Command.Abort(ROLLOUT, ANN)).thenRefused(RefusalCode.NOT_NOW);
        story.when(new Command.Pause(ROLLOUT, ANN)).thenRefused(RefusalCode.NOT_NOW);
        story.when(new Input.NetActs(ROLLOUT, NetAction.RESTORE, NetReason.VERDICTS_STALE, "no verdict"))
                .thenNothing();
        story.and(Samples.rollbackRequested(story.version()), breached(story.version(), Reaction.ROLLBACK));

        assertThat(story.rollout().phase()).isInstanceOf(Phase.Closing.class);
        assertThat(story.rollout().rollback()).isEmpty();
        assertThat(story.rollout().awaitsRollback()).isFalse();
    }

    @Test
    void anEndThatWasDecidedBeforeARollbackRequestIsVoid() {
        Story story = baking();
        story.and(Samples.rollbackRequested(story.version()), new Lifecycle.ClosingStarted(ROLLOUT));

        assertThat(story.rollout().phase()).isInstanceOf(Phase.Restoring.class);
    }

    @Test
    void aPersonMayEndTheBakeAndTheNextStartDoesAndWaits() {
        EventId command = new EventId("command-1");
        baking().when(new Command.Promote(ROLLOUT, false, ANN))
                .then(new Lifecycle.ClosingStarted(ROLLOUT, Optional.of(ANN), Optional.of(command)));

        Plan next = plan();
        Story story = baking();
        story.when(Samples.start(OTHER_KEY, next).command())
                .then(new Lifecycle.ClosingStarted(ROLLOUT, Optional.of(ANN), Optional.empty()))
                .when(Samples.start(OTHER_KEY, next).command())
                .then(new Lifecycle.RolloutQueued(OTHER, OTHER_KEY, ANN, next))
                .when(CANARY_GONE)
                .then(Lifecycle.WorkloadRetired.class)
                .when(BLUE_DOWN)
                .then(Lifecycle.WorkloadRetired.class)
                .looked()
                .then(Lifecycle.RolloutCompleted.class)
                .looked()
                .then(new Lifecycle.RolloutRequested(OTHER, OTHER_KEY, ANN, next));
    }

    @Test
    void noStartAndNoPersonLetsTheOldVersionGoWhileABreachWaitsForItsRollback() {
        Story bad = baking();
        bad.and(breached(bad.version(), Reaction.ROLLBACK));
        bad.when(new Command.Promote(ROLLOUT, false, ANN)).thenRefused(RefusalCode.NOT_NOW);
        bad.when(Samples.start(OTHER_KEY, plan()).command()).thenRefused(RefusalCode.TARGET_BUSY);

        Story late = baking();
        late.and(
                breached(late.version(), Reaction.ROLLBACK),
                new Lifecycle.ClosingStarted(ROLLOUT, Optional.of(ANN), Optional.of(new EventId("command-9"))));
        assertThat(late.rollout().phase()).isInstanceOf(Phase.Baking.class);
    }

    @Test
    void aHoldDoesNotOutliveTheBake() {
        Story story = baking();
        story.and(new Lifecycle.SafetyNetUsed(ROLLOUT, NetAction.HOLD, NetReason.VERDICTS_STALE, "no verdict"))
                .when(new Command.Promote(ROLLOUT, false, ANN))
                .then(Lifecycle.ClosingStarted.class);
        assertThat(story.rollout().heldByNet()).isFalse();
    }

    @Test
    void aStartThatComesMeanwhileWaitsWhateverItsPlanSays() {
        Plan next = plan();
        closing()
                .when(Samples.start(OTHER_KEY, next).command())
                .then(new Lifecycle.RolloutQueued(OTHER, OTHER_KEY, ANN, next));
    }

    @Test
    void aFreezeHoldsTheEndUpAndAThawGivesItItsTimeAgain() {
        Story story = closing().and(new Lifecycle.TargetFrozen(ANN, new EventId("freeze")));
        story.after(Duration.ofMinutes(9)).looked().thenNothing();

        story.and(new Lifecycle.TargetThawed(ANN, new EventId("thaw")))
                .after(Duration.ofMinutes(5).minusMillis(1))
                .looked()
                .thenNothing()
                .after(Duration.ofMillis(1))
                .looked()
                .then(
                        new Lifecycle.RetirementDelayed(ROLLOUT, CANARY, "was not shut down within 5m"),
                        new Lifecycle.RetirementDelayed(ROLLOUT, BLUE, "was not shut down within 5m"),
                        new Lifecycle.RolloutCompleted(ROLLOUT));
    }
}
