package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.plan;
import static dev.sluice.traffic.Samples.requested;
import static dev.sluice.traffic.Samples.stageStarted;
import static dev.sluice.traffic.Samples.switched;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.Story;
import org.junit.jupiter.api.Test;

/** A stage starts when its workloads are ready, and not before. */
class DeciderPreparationTest {
    private static final Name CANARY = new Name("canary");
    private static final Plan PLAN = plan("""
            workloads:
              - {type: http, name: canary, role: canary, url: "http://h/c", prepare: {replicas: 1}}
              - {type: http, name: green, role: green, url: "http://h/g", prepare: {replicas: 9, before: full-switch}}
            """);
    private static final Input READY = new Input.Prepared(ROLLOUT, CANARY, "has 1 instance", 700);
    private static final Input BROKEN = new Input.WorkloadBroken(ROLLOUT, CANARY, "it crashes");
    private static final Lifecycle PREPARED = new Lifecycle.WorkloadPrepared(ROLLOUT, CANARY, "has 1 instance", 700);

    private static Story ready() {
        return Story.given(requested(PLAN), new Lifecycle.RolloutStarted(ROLLOUT));
    }

    private static Story serving() {
        return ready().and(PREPARED, stageStarted(PLAN, 0), switched(PLAN, 0));
    }

    @Test
    void theStageStartsOnceItsWorkloadsAreReady() {
        ready().looked()
                .thenNothing()
                .when(READY)
                .then(PREPARED)
                .when(READY)
                .thenNothing()
                .looked()
                .then(stageStarted(PLAN, 0));
    }

    @Test
    void whatALaterStageWantsIsNotWaitedForNow() {
        ready().when(new Input.Prepared(ROLLOUT, new Name("green"), "", 1)).thenNothing();
    }

    @Test
    void whatBreaksBeforeAnythingMovedEndsTheRollout() {
        ready().when(BROKEN).then(new Lifecycle.RolloutFailed(ROLLOUT, "workload canary: it crashes"));
    }

    @Test
    void whatBreaksUnderTrafficFailsTheStage() {
        serving()
                .when(BROKEN)
                .then(new Lifecycle.StageFailed(
                        ROLLOUT, 0, StageFailure.WORKLOAD_BROKEN, "workload canary: it crashes"))
                .when(BROKEN)
                .thenNothing();
    }

    @Test
    void whatBreaksBetweenTwoStagesFailsTheNextAndLeavesTheOneBeforeComplete() {
        serving()
                .and(new Lifecycle.StageCompleted(ROLLOUT, 0))
                .when(BROKEN)
                .then(new Lifecycle.StageFailed(
                        ROLLOUT, 1, StageFailure.WORKLOAD_BROKEN, "workload canary: it crashes"));
    }

    @Test
    void onTheWayBackNobodyCares() {
        Moment.RESTORED.story().when(BROKEN).thenNothing().when(READY).thenNothing();
        Moment.REQUESTED.story().when(BROKEN).thenNothing();
    }
}
