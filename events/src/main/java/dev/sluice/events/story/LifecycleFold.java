package dev.sluice.events.story;

import dev.sluice.events.journal.Freeze;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Lifecycle.BakeStarted;
import dev.sluice.events.journal.Lifecycle.ClosingStarted;
import dev.sluice.events.journal.Lifecycle.CommandRefused;
import dev.sluice.events.journal.Lifecycle.DriftFound;
import dev.sluice.events.journal.Lifecycle.DriftMended;
import dev.sluice.events.journal.Lifecycle.GateOpened;
import dev.sluice.events.journal.Lifecycle.PromotedFully;
import dev.sluice.events.journal.Lifecycle.RestoreDelayed;
import dev.sluice.events.journal.Lifecycle.RestoreStarted;
import dev.sluice.events.journal.Lifecycle.RetirementDelayed;
import dev.sluice.events.journal.Lifecycle.RolloutAborted;
import dev.sluice.events.journal.Lifecycle.RolloutCompleted;
import dev.sluice.events.journal.Lifecycle.RolloutFailed;
import dev.sluice.events.journal.Lifecycle.RolloutPaused;
import dev.sluice.events.journal.Lifecycle.RolloutQueued;
import dev.sluice.events.journal.Lifecycle.RolloutRequested;
import dev.sluice.events.journal.Lifecycle.RolloutResumed;
import dev.sluice.events.journal.Lifecycle.RolloutRolledBack;
import dev.sluice.events.journal.Lifecycle.RolloutStarted;
import dev.sluice.events.journal.Lifecycle.SafetyNetUsed;
import dev.sluice.events.journal.Lifecycle.StageCompleted;
import dev.sluice.events.journal.Lifecycle.StageFailed;
import dev.sluice.events.journal.Lifecycle.StageStarted;
import dev.sluice.events.journal.Lifecycle.StepEnded;
import dev.sluice.events.journal.Lifecycle.StepStarted;
import dev.sluice.events.journal.Lifecycle.TargetFrozen;
import dev.sluice.events.journal.Lifecycle.TargetThawed;
import dev.sluice.events.journal.Lifecycle.TrafficRestored;
import dev.sluice.events.journal.Lifecycle.TrafficSwitched;
import dev.sluice.events.journal.Lifecycle.WorkloadPrepared;
import dev.sluice.events.journal.Lifecycle.WorkloadRetired;
import dev.sluice.events.journal.Meta;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Step;
import dev.sluice.events.story.Phase.Outcome;
import dev.sluice.events.story.Phase.RestoreKind;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.TargetSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What each lifecycle event does to the state of its target. Longer than 300 lines because every event has its place in
 * it, twice: in which direction it moves, and what it does.
 */
final class LifecycleFold {
    private static final Duration KEYS_KEPT = Duration.ofDays(7);
    private static final int PAST_KEPT = 20;

    private LifecycleFold() {}

    static TargetState evolve(TargetState state, Anchor at, Lifecycle event, Meta meta) {
        if (event instanceof RolloutRequested requested) {
            return isVoid(state, event) ? state : requested(state, at, requested, meta);
        }
        if (event instanceof RolloutQueued queued) {
            return queued(state, at, queued, meta);
        }
        if (event instanceof TargetFrozen frozen) {
            return state.withFrozen(Optional.of(new Freeze(frozen.by(), meta.time())));
        }
        if (event instanceof TargetThawed) {
            return thawed(state, version(meta), meta.time());
        }
        return event instanceof CommandRefused ? state : aboutOpen(state, event, meta);
    }

    /** What was held up has its time again; a stage that was held up is judged by what holds now. */
    private static TargetState thawed(TargetState state, long version, Instant now) {
        return state.withFrozen(Optional.empty()).withOpen(state.open().map(open -> thawed(open, version, now)));
    }

    private static RolloutState thawed(RolloutState open, long version, Instant now) {
        if (open.phase() instanceof Phase.Observing p) {
            return anew(open, p, version, now);
        }
        return open.closing() ? open.with(new Phase.Closing(now)) : open;
    }

    private static RolloutState anew(RolloutState state, Phase.Observing p, long version, Instant now) {
        return state.with(new Phase.Observing(p.stage(), p.weight(), p.watch().anew(version, now)));
    }

    private static TargetState requested(TargetState state, Anchor at, RolloutRequested e, Meta meta) {
        require(
                state.open().isEmpty(),
                "a rollout was requested while " + state.open().map(RolloutState::id) + " is open");
        RolloutState rollout = RolloutState.requested(
                e.rollout(), e.startKey(), e.plan(), e.by(), meta.time(), meta.offset(), version(meta));
        List<Queued> waiting = state.queue().stream()
                .filter(queued -> !queued.id().equals(e.rollout()))
                .toList();
        return started(state, e.startKey(), e.rollout(), e.plan(), meta.time()).opened(rollout, at, waiting);
    }

    private static TargetState queued(TargetState state, Anchor at, RolloutQueued e, Meta meta) {
        List<Queued> waiting = new ArrayList<>(state.queue());
        waiting.add(new Queued(e, at));
        return started(state, e.startKey(), e.rollout(), e.plan(), meta.time()).withQueue(waiting);
    }

    private static TargetState started(TargetState state, StartKey key, RolloutId id, Plan plan, Instant now) {
        List<TargetSnapshot.Start> starts = new ArrayList<>(state.starts().stream()
                .filter(start -> !start.key().equals(key))
                .filter(start -> start.at().isAfter(now.minus(KEYS_KEPT)))
                .toList());
        starts.add(new TargetSnapshot.Start(key, id, TargetState.digest(plan), now));
        return state.withStarts(starts);
    }

    /** An event about a rollout that is not open is history that a reader who began later has no state for. */
    private static TargetState aboutOpen(TargetState state, Lifecycle event, Meta meta) {
        Optional<RolloutState> open =
                state.open().filter(rollout -> rollout.id().equals(event.rollout()));
        if (open.isEmpty()) {
            return terminal(event) ? unqueued(state, event.rollout()) : state;
        }
        if (isVoid(state, event)) {
            return state;
        }
        RolloutState next = evolve(open.get(), event, meta);
        return next.finished() ? ended(state, next, meta) : state.withOpen(Optional.of(next));
    }

    /**
     * Whether nothing but its version counts: nor has it answered the command that it names. A start that was decided
     * together with the end of a bake is void where that end is.
     */
    static boolean isVoid(TargetState state, Lifecycle event) {
        if (event instanceof RolloutRequested) {
            return state.open().filter(rollout -> !rollout.goingUp()).isPresent();
        }
        return upward(event)
                && state.open()
                        .filter(rollout -> rollout.id().equals(event.rollout()))
                        .filter(rollout ->
                                (wentBack(rollout) && !ofTheWayBack(rollout, event)) || endsInSpiteOf(rollout, event))
                        .isPresent();
    }

    private static boolean wentBack(RolloutState rollout) {
        return !rollout.goingUp() && !rollout.closing();
    }

    /** Whether it is about a step that runs once stable has everything again. */
    private static boolean ofTheWayBack(RolloutState rollout, Lifecycle event) {
        Optional<Name> about = event instanceof StepStarted e
                ? Optional.of(e.step())
                : event instanceof StepEnded e ? Optional.of(e.step()) : Optional.empty();
        return rollout.plan().stepsOnRollback().stream()
                .map(Step::name)
                .map(Optional::of)
                .anyMatch(about::equals);
    }

    /**
     * An end that was decided before a breach that calls for a rollback and appended after it: with it nobody would answer
     * the breach. A person may end a bake all the same, but not let the old version go.
     */
    private static boolean endsInSpiteOf(RolloutState rollout, Lifecycle event) {
        return switch (event) {
            case RolloutCompleted end -> end.by().isEmpty() && rollout.awaitsRollback();
            case ClosingStarted end -> rollout.awaitsRollback();
            default -> false;
        };
    }

    /**
     * A rollback request is a fact, which advances no version, so an event of the way up may have been decided before it
     * and appended after it. On the way back such an event is void, for every reader alike.
     */
    private static boolean upward(Lifecycle event) {
        return switch (event) {
            case RolloutRequested e -> true;
            case RolloutQueued e -> false;
            case RolloutStarted e -> true;
            case StageStarted e -> true;
            case TrafficSwitched e -> true;
            case StageCompleted e -> true;
            case StageFailed e -> true;
            case RolloutPaused e -> true;
            case RolloutResumed e -> true;
            case GateOpened e -> true;
            case PromotedFully e -> true;
            case RestoreStarted e -> false;
            case SafetyNetUsed e -> false;
            case RestoreDelayed e -> false;
            case TrafficRestored e -> false;
            case DriftFound e -> false;
            case DriftMended e -> false;
            case StepStarted e -> true;
            case StepEnded e -> true;
            case BakeStarted e -> true;
            case ClosingStarted e -> true;
            case WorkloadPrepared e -> true;
            case WorkloadRetired e -> false;
            case RetirementDelayed e -> false;
            case TargetFrozen e -> false;
            case TargetThawed e -> false;
            case RolloutCompleted e -> true;
            case RolloutAborted e -> false;
            case RolloutRolledBack e -> false;
            case RolloutFailed e -> false;
            case CommandRefused e -> false;
        };
    }

    private static boolean terminal(Lifecycle event) {
        return event instanceof RolloutAborted || event instanceof RolloutFailed;
    }

    /** A start that waits may be given up without ever having opened. */
    private static TargetState unqueued(TargetState state, RolloutId id) {
        List<Queued> waiting =
                state.queue().stream().filter(queued -> !queued.id().equals(id)).toList();
        return waiting.size() == state.queue().size() ? state : state.withQueue(waiting);
    }

    private static TargetState ended(TargetState state, RolloutState rollout, Meta meta) {
        Phase.Finished end = (Phase.Finished) rollout.phase();
        List<TargetSnapshot.Past> past = new ArrayList<>(state.recent());
        // A reader that began in the middle meets again what its snapshot knows already, in the same order.
        past.removeIf(known -> known.rollout().equals(rollout.id()));
        past.add(new TargetSnapshot.Past(
                rollout.id(),
                rollout.plan().version(),
                end.outcome().text(),
                rollout.requestedAt(),
                end.at(),
                rollout.firstOffset(),
                meta.offset()));
        int surplus = Math.max(0, past.size() - PAST_KEPT);
        return state.ended(rollout, List.copyOf(past.subList(surplus, past.size())));
    }

    private static long version(Meta meta) {
        return meta.version().orElseThrow(() -> new IllegalStateException("a lifecycle event has no version"));
    }

    private static RolloutState evolve(RolloutState state, Lifecycle event, Meta meta) {
        long version = version(meta);
        Instant now = meta.time();
        return switch (event) {
            case RolloutRequested e -> throw new IllegalStateException("handled before");
            case RolloutQueued e -> throw new IllegalStateException("handled before");
            case CommandRefused e -> throw new IllegalStateException("handled before");
            case TargetFrozen e -> throw new IllegalStateException("handled before");
            case TargetThawed e -> throw new IllegalStateException("handled before");
            case RolloutStarted e -> {
                require(state.phase() instanceof Phase.Requested, "started in phase " + state.phase());
                yield state.with(new Phase.Ready(0));
            }
            case StageStarted e -> stageStarted(state, e, version, now);
            case TrafficSwitched e -> switched(state, e, version, now);
            case StageCompleted e -> completed(state, e, now);
            case StageFailed e -> failed(state, e, version, now);
            case RolloutPaused e ->
                state.pause().isPresent() ? state : state.withPause(Optional.of(new RolloutState.Pause(now, e.by())));
            case RolloutResumed e -> resumed(state, version, now);
            case GateOpened e -> promoted(state, version, now);
            case PromotedFully e -> promoted(state, version, now).withPromotedFully();
            case RestoreStarted e ->
                restoring(
                        state,
                        kind(e.cause()),
                        version,
                        e.by().reason().isEmpty() ? e.by().who() : e.by().reason(),
                        now);
            case SafetyNetUsed e -> net(state, e, version, now);
            case RestoreDelayed e -> delayed(state, e);
            case TrafficRestored e -> restored(state, version, now);
            case DriftFound e -> state;
            case DriftMended e -> state;
            case StepStarted e -> stepStarted(state, e, version, now);
            case StepEnded e -> stepEnded(state, e, version, now);
            case ClosingStarted e -> {
                require(throughAllStages(state) || state.baking(), "closed in phase " + state.phase());
                yield state.with(new Phase.Closing(now))
                        .withPause(Optional.empty())
                        .withHold(false);
            }
            case BakeStarted e -> {
                require(throughAllStages(state), "a bake started in phase " + state.phase());
                int last = state.plan().stages().size() - 1;
                yield state.baking(new Phase.Baking(last, Watch.from(version, now)), now);
            }
            case WorkloadPrepared e -> state.withPrepared(e.workload());
            case WorkloadRetired e -> retired(state, e, now);
            case RetirementDelayed e -> delayed(state, e);
            case RolloutCompleted e -> {
                require(
                        throughAllStages(state) || state.baking() || state.closing(),
                        "completed in phase " + state.phase());
                yield finished(state, Outcome.COMPLETED, "", now);
            }
            case RolloutAborted e -> finished(state, Outcome.ABORTED, e.by().reason(), now);
            case RolloutRolledBack e -> finished(state, Outcome.ROLLED_BACK, e.reason(), now);
            case RolloutFailed e -> finished(state, Outcome.FAILED, e.reason(), now);
        };
    }

    private static boolean throughAllStages(RolloutState state) {
        return state.phase() instanceof Phase.Ready ready
                && ready.next() == state.plan().stages().size();
    }

    private static RolloutState stepStarted(RolloutState state, StepStarted e, long version, Instant now) {
        require(
                state.plan().steps().stream()
                        .anyMatch(step -> step.name().equals(e.step()) && belongs(step, state.phase())),
                "step " + e.step() + " was begun in phase " + state.phase());
        return state.withStep(e.step(), StepStory.started(version, e.attempt(), now));
    }

    private static boolean belongs(Step step, Phase phase) {
        return switch (step.place()) {
            case BEFORE, READY, AFTER -> phase instanceof Phase.Ready;
            case DURING -> phase instanceof Phase.Observing;
            case ROLLBACK -> phase instanceof Phase.Restored;
        };
    }

    private static RolloutState stepEnded(RolloutState state, StepEnded e, long version, Instant now) {
        StepStory story = state.steps().get(e.step());
        if (story == null || !story.running() || story.attempt() != e.attempt()) {
            return state;
        }
        RolloutState next = state.withStep(e.step(), story.ended(e.result(), e.detail(), now));
        return next.phase() instanceof Phase.Observing p ? anew(next, p, version, now) : next;
    }

    private static RolloutState retired(RolloutState state, WorkloadRetired e, Instant now) {
        return goesOn(state)
                ? state.withRetirement(e.workload(), ShutdownStory.Retirement.done(now, e.detail()))
                : shutdown(state, story -> story.retired(e.workload(), now, e.detail()));
    }

    private static RolloutState delayed(RolloutState state, RetirementDelayed e) {
        return goesOn(state)
                ? state.withRetirement(
                        e.workload(), state.retirement(e.workload()).orDelayed(e.reason()))
                : shutdown(state, story -> story.delayed(e.workload(), e.reason()));
    }

    /** As opposed to a rollback, which has a shut-down of its own. */
    private static boolean goesOn(RolloutState state) {
        return state.baking() || state.closing();
    }

    private static RolloutState shutdown(RolloutState state, UnaryOperator<ShutdownStory> change) {
        return state.rollback()
                .flatMap(story -> story.shutdown().map(change).map(story::shutdown))
                .map(state::withRollback)
                .orElse(state);
    }

    private static RolloutState stageStarted(RolloutState state, StageStarted e, long version, Instant now) {
        require(
                state.phase() instanceof Phase.Ready ready && ready.next() == e.stage(),
                "stage " + e.stage() + " started in phase " + state.phase());
        List<StageStory> told = new ArrayList<>(state.stages());
        told.add(StageStory.started(e.stage(), now));
        return state.with(new Phase.Shifting(e.stage(), e.weight(), version)).withStages(told);
    }

    private static RolloutState switched(RolloutState state, TrafficSwitched e, long version, Instant now) {
        require(
                state.phase() instanceof Phase.Shifting shifting && shifting.stage() == e.stage(),
                "stage " + e.stage() + " was switched in phase " + state.phase());
        return state.with(new Phase.Observing(e.stage(), e.weight(), Watch.from(version, now)), e.weight())
                .withStage(stage -> stage.switched(now, e.routers()));
    }

    private static RolloutState completed(RolloutState state, StageCompleted e, Instant now) {
        require(
                state.phase() instanceof Phase.Observing observing && observing.stage() == e.stage(),
                "stage " + e.stage() + " was completed in phase " + state.phase());
        int last = state.plan().stages().size() - 1;
        int next = e.stage() == last ? last + 1 : state.promotedFully() ? last : e.stage() + 1;
        return state.with(new Phase.Ready(next)).withStage(stage -> stage.ended(now, Optional.empty()));
    }

    /** Before its start a stage has no story of its own, and that of the stage before it is complete. */
    private static RolloutState failed(RolloutState state, StageFailed e, long version, Instant now) {
        RolloutState failing = state.with(new Phase.Failing(e.stage(), version, e.reason(), now));
        return state.phase() instanceof Phase.Ready
                ? failing
                : failing.withStage(stage -> stage.ended(now, Optional.of(e.reason())));
    }

    private static RolloutState resumed(RolloutState state, long version, Instant now) {
        RolloutState.Pause pause =
                state.pause().orElseThrow(() -> new IllegalStateException("resumed without having been paused"));
        RolloutState moving =
                state.withPause(Optional.empty()).withTroubles(Map.of()).withStepsReleased(pause.since());
        return switch (moving.phase()) {
            case Phase.Observing p ->
                moving.with(new Phase.Observing(p.stage(), p.weight(), resumed(p.watch(), pause, version, now)));
            case Phase.Baking p -> moving.with(new Phase.Baking(p.stage(), resumed(p.watch(), pause, version, now)));
            case Phase.Requested p -> moving;
            case Phase.Ready p -> moving;
            case Phase.Shifting p -> moving;
            case Phase.Closing p -> moving;
            case Phase.Failing p -> moving;
            case Phase.Restoring p -> moving;
            case Phase.Restored p -> moving;
            case Phase.Finished p -> moving;
        };
    }

    private static Watch resumed(Watch watch, RolloutState.Pause pause, long version, Instant now) {
        Instant since = pause.since().isAfter(watch.since()) ? pause.since() : watch.since();
        return watch.resumed(version, Duration.between(since, now));
    }

    private static RolloutState promoted(RolloutState state, long version, Instant now) {
        Phase.Observing observing =
                state.observing().orElseThrow(() -> new IllegalStateException("promoted in phase " + state.phase()));
        Watch watch = observing.watch().promoted(version, now);
        return state.with(new Phase.Observing(observing.stage(), observing.weight(), watch));
    }

    private static RestoreKind kind(RestoreCause cause) {
        return switch (cause) {
            case ROLLBACK -> RestoreKind.ROLLBACK;
            case ABORT -> RestoreKind.ABORT;
        };
    }

    /** Of several reasons to restore the first counts; a rollback's procedure is added to a mere abort. */
    static RolloutState restoring(RolloutState state, RestoreKind kind, long version, String reason, Instant now) {
        require(!state.closing(), "a restore of a rollout whose old version is let go");
        if (state.phase() instanceof Phase.Restoring p) {
            RestoreKind graver = kind == RestoreKind.ROLLBACK ? kind : p.kind();
            return state.with(new Phase.Restoring(graver, p.version(), p.reason(), p.since()));
        }
        if (state.phase() instanceof Phase.Restored p) {
            RestoreKind graver = kind == RestoreKind.ROLLBACK ? kind : p.kind();
            return state.with(new Phase.Restored(graver, p.version(), p.reason(), p.since(), p.at()));
        }
        return state.with(new Phase.Restoring(kind, version, reason, now))
                .withStage(stage -> stage.ended(now, Optional.of(reason)));
    }

    private static RolloutState net(RolloutState state, SafetyNetUsed e, long version, Instant now) {
        return switch (e.action()) {
            case HOLD -> state.withHold(true);
            case RELEASE -> state.withHold(false);
            case RESTORE -> restoring(state, RestoreKind.ROLLBACK, version, e.detail(), now);
        };
    }

    private static RolloutState delayed(RolloutState state, RestoreDelayed e) {
        Map<Name, String> routers = new HashMap<>(state.delayed());
        routers.put(e.router(), e.reason());
        return state.withDelayed(routers);
    }

    private static RolloutState restored(RolloutState state, long version, Instant now) {
        if (!(state.phase() instanceof Phase.Restoring restoring)) {
            throw new IllegalStateException("restored in phase " + state.phase());
        }
        return state.with(
                        new Phase.Restored(restoring.kind(), version, restoring.reason(), restoring.since(), now),
                        Weight.ZERO)
                .withDelayed(Map.of());
    }

    private static RolloutState finished(RolloutState state, Outcome outcome, String reason, Instant now) {
        return state.with(new Phase.Finished(outcome, reason, now))
                .withStage(stage -> stage.ended(now, Optional.empty()));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
