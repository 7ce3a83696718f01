package dev.sluice.events.journal;

import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Weight;
import java.util.List;
import java.util.Optional;

/**
 * The numbered events of a target, all from traffic-service. Each carries the target's next {@code version} and, as
 * {@code after}, the id of the event it was decided on; a reader drops one that does not fit. Stages are counted from 0. Longer than 300
 * lines because the catalogue of what can happen to a target stands in one place.
 */
public sealed interface Lifecycle extends JournalEvent {
    RolloutId rollout();

    @Override
    default Optional<RolloutId> about() {
        return Optional.of(rollout());
    }

    /** The command of a person that it answers, so that the same command delivered again is recognised. */
    default Optional<EventId> answers() {
        return switch (this) {
            case RolloutPaused e -> e.command();
            case RolloutResumed e -> Optional.of(e.command());
            case GateOpened e -> Optional.of(e.command());
            case PromotedFully e -> Optional.of(e.command());
            case RestoreStarted e -> Optional.of(e.command());
            case TargetFrozen e -> Optional.of(e.command());
            case TargetThawed e -> Optional.of(e.command());
            case CommandRefused e -> Optional.of(e.command());
            case RolloutRequested e -> Optional.empty();
            case RolloutQueued e -> Optional.empty();
            case RolloutStarted e -> Optional.empty();
            case StageStarted e -> Optional.empty();
            case TrafficSwitched e -> Optional.empty();
            case StageCompleted e -> Optional.empty();
            case StageFailed e -> Optional.empty();
            case SafetyNetUsed e -> Optional.empty();
            case RestoreDelayed e -> Optional.empty();
            case TrafficRestored e -> Optional.empty();
            case DriftFound e -> Optional.empty();
            case DriftMended e -> Optional.empty();
            case StepStarted e -> Optional.empty();
            case StepEnded e -> Optional.empty();
            case BakeStarted e -> Optional.empty();
            case ClosingStarted e -> e.command();
            case WorkloadPrepared e -> Optional.empty();
            case WorkloadRetired e -> Optional.empty();
            case RetirementDelayed e -> Optional.empty();
            case RolloutCompleted e -> e.command();
            case RolloutAborted e -> e.command();
            case RolloutRolledBack e -> Optional.empty();
            case RolloutFailed e -> Optional.empty();
        };
    }

    /** A rollout is open: the target is taken until its terminal event. */
    record RolloutRequested(RolloutId rollout, StartKey startKey, Requester by, Plan plan) implements Lifecycle {
        public RolloutRequested {
            Require.present("rollout", rollout);
            Require.present("startKey", startKey);
            Require.present("by", by);
            Require.present("plan", plan);
        }
    }

    /** A start waits for the open rollout to end. */
    record RolloutQueued(RolloutId rollout, StartKey startKey, Requester by, Plan plan) implements Lifecycle {
        public RolloutQueued {
            Require.present("rollout", rollout);
            Require.present("startKey", startKey);
            Require.present("by", by);
            Require.present("plan", plan);
        }
    }

    /** Whatever had to be seen beforehand was seen: stages may begin. */
    record RolloutStarted(RolloutId rollout) implements Lifecycle {
        public RolloutStarted {
            Require.present("rollout", rollout);
        }
    }

    /** The intent to give the candidate the stage's share on every router that splits. */
    record StageStarted(RolloutId rollout, int stage, Name name, Weight weight) implements Lifecycle {
        public StageStarted {
            Require.present("rollout", rollout);
            Require.present("name", name);
            Require.present("weight", weight);
        }
    }

    /** The outcome: every router was read back with the stage's share. The stage's time counts from here. */
    record TrafficSwitched(RolloutId rollout, int stage, Weight weight, List<RouterReadback> routers, long tookMicros)
            implements Lifecycle {
        public TrafficSwitched {
            Require.present("rollout", rollout);
            Require.present("weight", weight);
            routers = Require.listOrEmpty(routers);
        }
    }

    /** The stage's time passed, health validated it and its gates are open. */
    record StageCompleted(RolloutId rollout, int stage) implements Lifecycle {
        public StageCompleted {
            Require.present("rollout", rollout);
        }
    }

    /** The stage can't succeed any more; stable gets everything back. */
    record StageFailed(RolloutId rollout, int stage, StageFailure cause, String reason) implements Lifecycle {
        public StageFailed {
            Require.present("rollout", rollout);
            Require.present("cause", cause);
            Require.present("reason", reason);
        }
    }

    /** Nothing moves up until it is resumed; triggers are watched on. Without a command it was a trigger that paused it. */
    record RolloutPaused(RolloutId rollout, Requester by, Optional<EventId> command) implements Lifecycle {
        public RolloutPaused {
            Require.present("rollout", rollout);
            Require.present("by", by);
            command = Require.orElse(command, Optional.empty());
        }
    }

    /** It goes on; the stage's clock stood still meanwhile, and its validation counts anew. */
    record RolloutResumed(RolloutId rollout, Requester by, EventId command) implements Lifecycle {
        public RolloutResumed {
            Require.present("rollout", rollout);
            Require.present("by", by);
            Require.present("command", command);
        }
    }

    /** The stage's remaining time is skipped and its manual gate is open; health must still validate it, from now. */
    record GateOpened(RolloutId rollout, int stage, Requester by, EventId command) implements Lifecycle {
        public GateOpened {
            Require.present("rollout", rollout);
            Require.present("by", by);
            Require.present("command", command);
        }
    }

    /** As {@link GateOpened}, and the next stage is the last one. */
    record PromotedFully(RolloutId rollout, int stage, Requester by, EventId command) implements Lifecycle {
        public PromotedFully {
            Require.present("rollout", rollout);
            Require.present("by", by);
            Require.present("command", command);
        }
    }

    /** A person's rollback or abort was accepted: the intent to give stable everything. */
    record RestoreStarted(RolloutId rollout, RestoreCause cause, Requester by, EventId command) implements Lifecycle {
        public RestoreStarted {
            Require.present("rollout", rollout);
            Require.present("cause", cause);
            Require.present("by", by);
            Require.present("command", command);
        }
    }

    /** traffic-service acted by itself because somebody else was silent. A restore is the intent to give stable everything. */
    record SafetyNetUsed(RolloutId rollout, NetAction action, NetReason reason, String detail) implements Lifecycle {
        public SafetyNetUsed {
            Require.present("rollout", rollout);
            Require.present("action", action);
            Require.present("reason", reason);
            Require.present("detail", detail);
        }
    }

    /** A router has not obeyed the restore so far; it is tried on until it does. */
    record RestoreDelayed(RolloutId rollout, Name router, String reason) implements Lifecycle {
        public RestoreDelayed {
            Require.present("rollout", rollout);
            Require.present("router", router);
            Require.present("reason", reason);
        }
    }

    /** The outcome: every router was read back with everything on stable. */
    record TrafficRestored(RolloutId rollout, List<RouterReadback> routers, long tookMicros) implements Lifecycle {
        public TrafficRestored {
            Require.present("rollout", rollout);
            routers = Require.listOrEmpty(routers);
        }
    }

    /** A router was found with another split than the one that was set last. */
    record DriftFound(RolloutId rollout, Name router, Weight wanted, Optional<Weight> found, String detail)
            implements Lifecycle {
        public DriftFound {
            Require.present("rollout", rollout);
            Require.present("router", router);
            Require.present("wanted", wanted);
            found = Require.orElse(found, Optional.empty());
            Require.present("detail", detail);
        }
    }

    /** And has the wanted split again. */
    record DriftMended(RolloutId rollout, Name router, Weight weight) implements Lifecycle {
        public DriftMended {
            Require.present("rollout", rollout);
            Require.present("router", router);
            Require.present("weight", weight);
        }
    }

    /**
     * The last stage is complete. The candidate keeps everything, is watched on, and can be rolled back; the target is
     * free: the next start ends it.
     */
    record BakeStarted(RolloutId rollout) implements Lifecycle {
        public BakeStarted {
            Require.present("rollout", rollout);
        }
    }

    /** The intent: this attempt at a step is carried out until it ends; attempts are counted from 1. */
    record StepStarted(RolloutId rollout, Name step, int attempt) implements Lifecycle {
        public StepStarted {
            Require.present("rollout", rollout);
            Require.present("step", step);
        }
    }

    /** The outcome of the attempt. */
    record StepEnded(RolloutId rollout, Name step, int attempt, StepResult result, String detail) implements Lifecycle {
        public StepEnded {
            Require.present("rollout", rollout);
            Require.present("step", step);
            Require.present("result", result);
            Require.present("detail", detail);
        }
    }

    /**
     * The old version is let go: from here on there is no way back, and what the plan wants to have shut down once the
     * rollout is complete is shut down. With a person and a command where somebody ended the bake.
     */
    record ClosingStarted(RolloutId rollout, Optional<Requester> by, Optional<EventId> command) implements Lifecycle {
        public ClosingStarted {
            Require.present("rollout", rollout);
            by = Require.orElse(by, Optional.empty());
            command = Require.orElse(command, Optional.empty());
        }

        /** By the time of the bake alone. */
        public ClosingStarted(RolloutId rollout) {
            this(rollout, Optional.empty(), Optional.empty());
        }
    }

    /** A workload that the plan wants prepared for a stage was read back with all its instances taking requests. */
    record WorkloadPrepared(RolloutId rollout, Name workload, String detail, long tookMicros) implements Lifecycle {
        public WorkloadPrepared {
            Require.present("rollout", rollout);
            Require.present("workload", workload);
            Require.present("detail", detail);
        }
    }

    /** The outcome of a shut-down, of a rollback or of a complete rollout: the workload was read back as being so. */
    record WorkloadRetired(RolloutId rollout, Name workload, String detail, long tookMicros) implements Lifecycle {
        public WorkloadRetired {
            Require.present("rollout", rollout);
            Require.present("workload", workload);
            Require.present("detail", detail);
        }
    }

    /** A workload is not shut down so far; it is tried on until it is, or the plan's time for it has passed. */
    record RetirementDelayed(RolloutId rollout, Name workload, String reason) implements Lifecycle {
        public RetirementDelayed {
            Require.present("rollout", rollout);
            Require.present("workload", workload);
            Require.present("reason", reason);
        }
    }

    /** Nothing of the target moves up until it is thawed; of {@link Freeze#EVERYTHING}, nothing of any target does. */
    record TargetFrozen(Requester by, EventId command) implements Lifecycle {
        public TargetFrozen {
            Require.present("by", by);
            Require.present("command", command);
        }

        @Override
        public RolloutId rollout() {
            throw new IllegalStateException("a freeze is about no rollout");
        }

        @Override
        public Optional<RolloutId> about() {
            return Optional.empty();
        }
    }

    /** What was frozen may move up again. */
    record TargetThawed(Requester by, EventId command) implements Lifecycle {
        public TargetThawed {
            Require.present("by", by);
            Require.present("command", command);
        }

        @Override
        public RolloutId rollout() {
            throw new IllegalStateException("a thaw is about no rollout");
        }

        @Override
        public Optional<RolloutId> about() {
            return Optional.empty();
        }
    }

    /** Terminal: the candidate has everything. With a person and a command where somebody ended the bake. */
    record RolloutCompleted(RolloutId rollout, Optional<Requester> by, Optional<EventId> command) implements Lifecycle {
        public RolloutCompleted {
            Require.present("rollout", rollout);
            by = Require.orElse(by, Optional.empty());
            command = Require.orElse(command, Optional.empty());
        }

        /** By its time alone. */
        public RolloutCompleted(RolloutId rollout) {
            this(rollout, Optional.empty(), Optional.empty());
        }
    }

    /** Terminal: stopped by a person, stable has everything. With a command where nothing had to be restored for it. */
    record RolloutAborted(RolloutId rollout, Requester by, Optional<EventId> command) implements Lifecycle {
        public RolloutAborted {
            Require.present("rollout", rollout);
            Require.present("by", by);
            command = Require.orElse(command, Optional.empty());
        }

        /** After the restore, which answered the command. */
        public RolloutAborted(RolloutId rollout, Requester by) {
            this(rollout, by, Optional.empty());
        }
    }

    /** Terminal: rolled back, and rollback-service finished its procedure. */
    record RolloutRolledBack(RolloutId rollout, String reason) implements Lifecycle {
        public RolloutRolledBack {
            Require.present("rollout", rollout);
            Require.present("reason", reason);
        }
    }

    /** Terminal: it ended in a way that needs a person; the reason says which. */
    record RolloutFailed(RolloutId rollout, String reason) implements Lifecycle {
        public RolloutFailed {
            Require.present("rollout", rollout);
            Require.present("reason", reason);
        }
    }

    /** A command was understood and not carried out. */
    record CommandRefused(
            Optional<RolloutId> about, EventId command, String type, RefusalCode code, String detail, Requester by)
            implements Lifecycle {
        public CommandRefused {
            about = Require.orElse(about, Optional.empty());
            Require.present("command", command);
            Require.present("type", type);
            Require.present("code", code);
            Require.present("detail", detail);
            Require.present("by", by);
        }

        @Override
        public RolloutId rollout() {
            return about.orElseThrow(() -> new IllegalStateException("this refusal is about no rollout"));
        }
    }
}
