package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.plan;
import static dev.sluice.traffic.Samples.rollbackRequested;
import static dev.sluice.traffic.Samples.stageStarted;
import static dev.sluice.traffic.Samples.switched;

import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.Samples;
import dev.sluice.traffic.Story;
import java.util.Optional;

/** Every place in which a rollout can be met, with the history that leads there. */
enum Moment {
    REQUESTED(true),
    READY(true, new Lifecycle.RolloutStarted(ROLLOUT)),
    SHIFTING(true, READY, stageStarted(plan(), 0)),
    OBSERVING(true, SHIFTING, switched(plan(), 0)),
    BETWEEN(true, OBSERVING, new Lifecycle.StageCompleted(ROLLOUT, 0)),
    PAUSED(true, OBSERVING, new Lifecycle.RolloutPaused(ROLLOUT, ANN, Optional.empty())),
    HELD(
            true,
            OBSERVING,
            new Lifecycle.SafetyNetUsed(ROLLOUT, NetAction.HOLD, NetReason.VERDICTS_STALE, "no fresh verdict")),
    FAILING(
            false,
            OBSERVING,
            new Lifecycle.StageFailed(ROLLOUT, 0, StageFailure.VALIDATION_FAILED, "3 times in a row")),
    ABORTING(false, OBSERVING, new Lifecycle.RestoreStarted(ROLLOUT, RestoreCause.ABORT, ANN, new EventId("ann-1"))),
    RESTORING(false, OBSERVING, rollbackRequested(4)),
    RESTORED(false, RESTORING, new Lifecycle.TrafficRestored(ROLLOUT, Samples.readbacks(Weight.ZERO), 1_000)),
    COMPLETED(false, OBSERVING, restOfTheWay()),
    ABORTED(false, READY, new Lifecycle.RolloutAborted(ROLLOUT, ANN));

    static final EventId ID = new EventId("somebody's");
    private final boolean goingUp;
    private final JournalEvent[] history;

    Moment(boolean goingUp, JournalEvent... history) {
        this.goingUp = goingUp;
        this.history = join(new JournalEvent[] {Samples.requested(plan())}, history);
    }

    Moment(boolean goingUp, Moment before, JournalEvent... then) {
        this.goingUp = goingUp;
        this.history = join(before.history, then);
    }

    private static JournalEvent[] join(JournalEvent[] first, JournalEvent[] then) {
        JournalEvent[] all = java.util.Arrays.copyOf(first, first.length + then.length);
        System.arraycopy(then, 0, all, first.length, then.length);
        return all;
    }

    private static JournalEvent[] restOfTheWay() {
        Plan plan = plan();
        return new JournalEvent[] {
            new Lifecycle.StageCompleted(ROLLOUT, 0),
            stageStarted(plan, 1),
            switched(plan, 1),
            new Lifecycle.StageCompleted(ROLLOUT, 1),
            stageStarted(plan, 2),
            switched(plan, 2),
            new Lifecycle.StageCompleted(ROLLOUT, 2),
            stageStarted(plan, 3),
            switched(plan, 3),
            new Lifecycle.StageCompleted(ROLLOUT, 3),
            new Lifecycle.RolloutCompleted(ROLLOUT)
        };
    }

    boolean goingUp() {
        return goingUp;
    }

    Story story() {
        return Story.given(history);
    }

    /** Every router was read back with everything on stable. */
    static Input restored() {
        return new Input.Restored(ROLLOUT, Samples.readbacks(Weight.ZERO), 1_000);
    }
}
