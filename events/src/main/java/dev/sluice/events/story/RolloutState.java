package dev.sluice.events.story;

import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One rollout as the journal tells it so far. Longer than 300 lines because each change of one component spells all.
 *
 * @param firstOffset where its first event stands in the journal
 * @param weight the candidate's share that was read back last on every router
 * @param promotedFully the next stage is the last one
 * @param heldByNet the safety net lets nothing move up
 * @param troubles the triggers that fire
 * @param healthFacts how many facts health stated so far: the number of the next one
 * @param delayed routers that have not obeyed the restore so far, and why
 */
public record RolloutState(
        RolloutId id,
        StartKey startKey,
        Plan plan,
        Requester by,
        Instant requestedAt,
        long firstOffset,
        Phase phase,
        Weight weight,
        Optional<Pause> pause,
        boolean promotedFully,
        boolean heldByNet,
        Map<Name, Trouble> troubles,
        int healthFacts,
        List<StageStory> stages,
        Optional<RollbackStory> rollback,
        Map<Name, String> delayed) {
    /** Standing still on somebody's word. */
    public record Pause(Instant since, Requester by) {}

    static RolloutState requested(RolloutId id, StartKey key, Plan plan, Requester by, Instant at, long offset) {
        return new RolloutState(
                id,
                key,
                plan,
                by,
                at,
                offset,
                new Phase.Requested(),
                Weight.ZERO,
                Optional.empty(),
                false,
                false,
                Map.of(),
                0,
                List.of(),
                Optional.empty(),
                Map.of());
    }

    /** Whether the candidate may have traffic, by what was asked of the routers. */
    public boolean exposed() {
        return switch (phase) {
            case Phase.Requested p -> false;
            case Phase.Ready p -> p.next() > 0;
            case Phase.Shifting p -> true;
            case Phase.Observing p -> true;
            case Phase.Failing p -> true;
            case Phase.Restoring p -> true;
            case Phase.Restored p -> false;
            case Phase.Finished p -> false;
        };
    }

    public boolean finished() {
        return phase instanceof Phase.Finished;
    }

    /** Whether it moves up, as opposed to on its way back or over. */
    public boolean goingUp() {
        return switch (phase) {
            case Phase.Requested p -> true;
            case Phase.Ready p -> true;
            case Phase.Shifting p -> true;
            case Phase.Observing p -> true;
            case Phase.Failing p -> false;
            case Phase.Restoring p -> false;
            case Phase.Restored p -> false;
            case Phase.Finished p -> false;
        };
    }

    public Optional<Phase.Observing> observing() {
        return phase instanceof Phase.Observing observing ? Optional.of(observing) : Optional.empty();
    }

    /** When the current stage's time has passed; absent while paused or not observing. */
    public Optional<Instant> due() {
        return pause.isPresent() ? Optional.empty() : observing().map(this::dueOf);
    }

    private Instant dueOf(Phase.Observing observing) {
        return observing.watch().due(plan.durationOf(observing.stage()).duration());
    }

    /** The stage that it is in or was in last; -1 before the first. */
    public int stage() {
        return stages.isEmpty() ? -1 : stages.getLast().stage();
    }

    RolloutState with(Phase next) {
        return new RolloutState(
                id,
                startKey,
                plan,
                by,
                requestedAt,
                firstOffset,
                next,
                weight,
                pause,
                promotedFully,
                heldByNet,
                troubles,
                healthFacts,
                stages,
                rollback,
                delayed);
    }

    RolloutState with(Phase next, Weight confirmed) {
        return new RolloutState(
                id,
                startKey,
                plan,
                by,
                requestedAt,
                firstOffset,
                next,
                confirmed,
                pause,
                promotedFully,
                heldByNet,
                troubles,
                healthFacts,
                stages,
                rollback,
                delayed);
    }

    RolloutState withPause(Optional<Pause> pause) {
        return new RolloutState(
                id,
                startKey,
                plan,
                by,
                requestedAt,
                firstOffset,
                phase,
                weight,
                pause,
                promotedFully,
                heldByNet,
                troubles,
                healthFacts,
                stages,
                rollback,
                delayed);
    }

    RolloutState withPromotedFully() {
        return new RolloutState(
                id,
                startKey,
                plan,
                by,
                requestedAt,
                firstOffset,
                phase,
                weight,
                pause,
                true,
                heldByNet,
                troubles,
                healthFacts,
                stages,
                rollback,
                delayed);
    }

    RolloutState withHold(boolean held) {
        return new RolloutState(
                id,
                startKey,
                plan,
                by,
                requestedAt,
                firstOffset,
                phase,
                weight,
                pause,
                promotedFully,
                held,
                troubles,
                healthFacts,
                stages,
                rollback,
                delayed);
    }

    /** After one more fact of health's. */
    RolloutState withTroubles(Map<Name, Trouble> now) {
        return new RolloutState(
                id,
                startKey,
                plan,
                by,
                requestedAt,
                firstOffset,
                phase,
                weight,
                pause,
                promotedFully,
                heldByNet,
                Map.copyOf(now),
                healthFacts + 1,
                stages,
                rollback,
                delayed);
    }

    RolloutState withRollback(RollbackStory story) {
        return new RolloutState(
                id,
                startKey,
                plan,
                by,
                requestedAt,
                firstOffset,
                phase,
                weight,
                pause,
                promotedFully,
                heldByNet,
                troubles,
                healthFacts,
                stages,
                Optional.of(story),
                delayed);
    }

    RolloutState withDelayed(Map<Name, String> routers) {
        return new RolloutState(
                id,
                startKey,
                plan,
                by,
                requestedAt,
                firstOffset,
                phase,
                weight,
                pause,
                promotedFully,
                heldByNet,
                troubles,
                healthFacts,
                stages,
                rollback,
                Map.copyOf(routers));
    }

    RolloutState withStages(List<StageStory> told) {
        return new RolloutState(
                id,
                startKey,
                plan,
                by,
                requestedAt,
                firstOffset,
                phase,
                weight,
                pause,
                promotedFully,
                heldByNet,
                troubles,
                healthFacts,
                List.copyOf(told),
                rollback,
                delayed);
    }

    /** The newest stage's story changed; nothing when there is none. */
    RolloutState withStage(UnaryOperator<StageStory> change) {
        if (stages.isEmpty()) {
            return this;
        }
        List<StageStory> told = new ArrayList<>(stages);
        told.set(told.size() - 1, change.apply(told.getLast()));
        return withStages(told);
    }
}
