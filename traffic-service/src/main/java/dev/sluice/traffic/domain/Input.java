package dev.sluice.traffic.domain;

import dev.sluice.events.command.Commanded;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import java.util.List;
import java.util.Optional;

/** What makes the owner of a target decide: a command, an outcome, or merely that something may be due. */
public sealed interface Input {
    /** Somebody asks for something. */
    record Asked(Commanded command) implements Input {}

    /**
     * The journal changed or a timer fired: whatever is due now is to be decided.
     *
     * @param watched a fresh verdict on the open rollout without a breach has reached this instance since it acts
     */
    record Looked(boolean watched) implements Input {}

    /** Every router was read back with the split that the StageStarted of this version wants. */
    record Shifted(RolloutId rollout, long version, List<RouterReadback> routers, long tookMicros) implements Input {}

    /** A router can't be brought to it. */
    record ShiftFailed(RolloutId rollout, long version, String reason) implements Input {}

    /** Every router was read back with everything on stable. */
    record Restored(RolloutId rollout, List<RouterReadback> routers, long tookMicros) implements Input {}

    /** A router has not obeyed the restore so far. */
    record RestoreStuck(RolloutId rollout, Name router, String reason) implements Input {}

    /** A workload that a stage waits for takes requests with all its instances. */
    record Prepared(RolloutId rollout, Name workload, String detail, long tookMicros) implements Input {}

    /** A workload that a stage waits for does not come up, or one that has traffic crashes. */
    record WorkloadBroken(RolloutId rollout, Name workload, String reason) implements Input {}

    /** The attempt at a step that the StepStarted of this version began has ended. */
    record StepDone(RolloutId rollout, Name step, long version, StepResult result, String detail) implements Input {}

    /** A workload that is to be shut down was read back as being so. */
    record Retired(RolloutId rollout, Name workload, String detail, long tookMicros) implements Input {}

    /** A workload is not shut down so far. */
    record RetirementStuck(RolloutId rollout, Name workload, String reason) implements Input {}

    /** The safety net acts. */
    record NetActs(RolloutId rollout, NetAction action, NetReason reason, String detail) implements Input {}

    /** A router was found with something else than was set. */
    record Drifted(RolloutId rollout, Name router, Weight wanted, Optional<Weight> found, String detail)
            implements Input {}

    /** And was set right. */
    record Mended(RolloutId rollout, Name router, Weight weight) implements Input {}
}
