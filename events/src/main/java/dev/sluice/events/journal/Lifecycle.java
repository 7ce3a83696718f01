package dev.sluice.events.journal;

import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Weight;
import java.util.List;
import java.util.Optional;

/**
 * The numbered events of a target, all from traffic-service. Each carries the target's next {@code version} and, as
 * {@code after}, the id of the event it was decided on; a reader drops one that does not fit. Stages are counted from 0.
 */
public sealed interface Lifecycle extends JournalEvent {
    RolloutId rollout();

    @Override
    default Optional<RolloutId> about() {
        return Optional.of(rollout());
    }

    /** A rollout is open: the target is taken until its terminal event. */
    record RolloutRequested(RolloutId rollout, StartKey startKey, Requester by, Plan plan) implements Lifecycle {}

    /** A start waits for the open rollout to end. */
    record RolloutQueued(RolloutId rollout, StartKey startKey, Requester by, Plan plan) implements Lifecycle {}

    /** Whatever had to be seen beforehand was seen: stages may begin. */
    record RolloutStarted(RolloutId rollout) implements Lifecycle {}

    /** The intent to give the candidate the stage's share on every router that splits. */
    record StageStarted(RolloutId rollout, int stage, Name name, Weight weight) implements Lifecycle {}

    /** The outcome: every router was read back with the stage's share. The stage's time counts from here. */
    record TrafficSwitched(RolloutId rollout, int stage, Weight weight, List<RouterReadback> routers, long tookMicros)
            implements Lifecycle {}

    /** The stage's time passed, health validated it and its gates are open. */
    record StageCompleted(RolloutId rollout, int stage) implements Lifecycle {}

    /** The stage can't succeed any more; stable gets everything back. */
    record StageFailed(RolloutId rollout, int stage, StageFailure cause, String reason) implements Lifecycle {}

    /** Nothing moves up until it is resumed; triggers are watched on. */
    record RolloutPaused(RolloutId rollout, Requester by) implements Lifecycle {}

    record RolloutResumed(RolloutId rollout, Requester by) implements Lifecycle {}

    /** The stage's remaining time is skipped and its manual gate is open; health must still validate it, from now. */
    record GateOpened(RolloutId rollout, int stage, Requester by) implements Lifecycle {}

    /** As {@link GateOpened}, and the next stage is the last one. */
    record PromotedFully(RolloutId rollout, int stage, Requester by) implements Lifecycle {}

    /** A person's rollback or abort was accepted: the intent to give stable everything. */
    record RestoreStarted(RolloutId rollout, RestoreCause cause, Requester by, EventId command) implements Lifecycle {}

    /** traffic-service acted by itself because somebody else was silent. A restore is the intent to give stable everything. */
    record SafetyNetUsed(RolloutId rollout, NetAction action, NetReason reason, String detail) implements Lifecycle {}

    /** A router has not obeyed the restore so far; it is tried on until it does. */
    record RestoreDelayed(RolloutId rollout, Name router, String reason) implements Lifecycle {}

    /** The outcome: every router was read back with everything on stable. */
    record TrafficRestored(RolloutId rollout, List<RouterReadback> routers, long tookMicros) implements Lifecycle {}

    /** A router was found with another split than the one that was set last. */
    record DriftFound(RolloutId rollout, Name router, Weight wanted, Optional<Weight> found, String detail)
            implements Lifecycle {}

    /** And has the wanted split again. */
    record DriftMended(RolloutId rollout, Name router, Weight weight) implements Lifecycle {}

    /** Terminal: the candidate has everything. */
    record RolloutCompleted(RolloutId rollout) implements Lifecycle {}

    /** Terminal: stopped by a person, stable has everything. */
    record RolloutAborted(RolloutId rollout, Requester by) implements Lifecycle {}

    /** Terminal: rolled back, and rollback-service finished its procedure. */
    record RolloutRolledBack(RolloutId rollout, String reason) implements Lifecycle {}

    /** Terminal: it ended in a way that needs a person; the reason says which. */
    record RolloutFailed(RolloutId rollout, String reason) implements Lifecycle {}

    /** A command was understood and not carried out. */
    record CommandRefused(
            Optional<RolloutId> about, EventId command, String type, RefusalCode code, String detail, Requester by)
            implements Lifecycle {
        @Override
        public RolloutId rollout() {
            return about.orElseThrow(() -> new IllegalStateException("this refusal is about no rollout"));
        }
    }
}
