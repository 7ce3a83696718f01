package dev.sluice.traffic.domain;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The lifecycle of rollouts: from a target's state, an input and the journal's time to the events that follow. Pure. An
 * input that no longer fits, such as the outcome of a shift that a restore overtook, gives no events.
 */
public final class Decider {
    private Decider() {}

    /** A target's own freeze is set and lifted whatever else is frozen over it. */
    public static boolean concernsItselfAlone(Input input) {
        return input instanceof Input.Asked asked
                && (asked.command().command() instanceof Command.Freeze
                        || asked.command().command() instanceof Command.Thaw);
    }

    public static List<Lifecycle> decide(TargetState state, Input input, Instant now) {
        return switch (input) {
            case Input.Asked asked -> Commands.decide(state, asked.command());
            case Input.Looked looked -> Progress.due(state, now, looked.watched());
            case Input.Shifted done -> about(state, done.rollout(), rollout -> shifted(rollout, done));
            case Input.ShiftFailed failed -> about(state, failed.rollout(), rollout -> shiftFailed(rollout, failed));
            case Input.Restored done -> about(state, done.rollout(), rollout -> restored(rollout, done));
            case Input.RestoreStuck stuck -> about(state, stuck.rollout(), rollout -> stuck(rollout, stuck));
            case Input.Prepared done -> about(state, done.rollout(), rollout -> prepared(rollout, done));
            case Input.WorkloadBroken broken -> about(state, broken.rollout(), rollout -> broken(rollout, broken));
            case Input.StepDone done -> about(state, done.rollout(), rollout -> Steps.ended(rollout, done));
            case Input.Retired done -> about(state, done.rollout(), rollout -> retired(rollout, done));
            case Input.RetirementStuck stuck -> about(state, stuck.rollout(), rollout -> stuck(rollout, stuck));
            case Input.NetActs net -> about(state, net.rollout(), rollout -> net(rollout, net));
            case Input.Drifted drift ->
                about(
                        state,
                        drift.rollout(),
                        rollout -> List.of(new Lifecycle.DriftFound(
                                drift.rollout(), drift.router(), drift.wanted(), drift.found(), drift.detail())));
            case Input.Mended mended ->
                about(
                        state,
                        mended.rollout(),
                        rollout ->
                                List.of(new Lifecycle.DriftMended(mended.rollout(), mended.router(), mended.weight())));
        };
    }

    private static List<Lifecycle> about(
            TargetState state, RolloutId id, Function<RolloutState, List<Lifecycle>> decision) {
        Optional<RolloutState> open =
                state.open().filter(rollout -> rollout.id().equals(id));
        return open.map(decision).orElse(List.of());
    }

    private static List<Lifecycle> shifted(RolloutState rollout, Input.Shifted done) {
        if (rollout.phase() instanceof Phase.Shifting shifting && shifting.version() == done.version()) {
            return List.of(new Lifecycle.TrafficSwitched(
                    rollout.id(), shifting.stage(), shifting.weight(), done.routers(), done.tookMicros()));
        }
        return List.of();
    }

    private static List<Lifecycle> shiftFailed(RolloutState rollout, Input.ShiftFailed failed) {
        if (rollout.phase() instanceof Phase.Shifting shifting && shifting.version() == failed.version()) {
            return List.of(new Lifecycle.StageFailed(
                    rollout.id(), shifting.stage(), StageFailure.ROUTER_REFUSED, failed.reason()));
        }
        return List.of();
    }

    private static List<Lifecycle> restored(RolloutState rollout, Input.Restored done) {
        return rollout.phase() instanceof Phase.Restoring
                ? List.of(new Lifecycle.TrafficRestored(rollout.id(), done.routers(), done.tookMicros()))
                : List.of();
    }

    private static List<Lifecycle> stuck(RolloutState rollout, Input.RestoreStuck stuck) {
        boolean told = rollout.delayed().containsKey(stuck.router());
        return rollout.phase() instanceof Phase.Restoring && !told
                ? List.of(new Lifecycle.RestoreDelayed(rollout.id(), stuck.router(), stuck.reason()))
                : List.of();
    }

    private static List<Lifecycle> prepared(RolloutState rollout, Input.Prepared done) {
        return rollout.phase() instanceof Phase.Ready ready
                        && rollout.unprepared(ready.next()).stream()
                                .anyMatch(workload -> workload.name().equals(done.workload()))
                ? List.of(
                        new Lifecycle.WorkloadPrepared(rollout.id(), done.workload(), done.detail(), done.tookMicros()))
                : List.of();
    }

    /** Before the first stage there is nothing to take back: what stands at the routers is an earlier rollout's. */
    private static List<Lifecycle> broken(RolloutState rollout, Input.WorkloadBroken broken) {
        String reason = "workload " + broken.workload() + ": " + broken.reason();
        if (!rollout.goingUp() || rollout.phase() instanceof Phase.Requested) {
            return List.of();
        }
        return List.of(
                rollout.phase() instanceof Phase.Ready ready
                        ? Steps.failed(rollout, ready.next(), StageFailure.WORKLOAD_BROKEN, reason)
                        : new Lifecycle.StageFailed(
                                rollout.id(), rollout.stage(), StageFailure.WORKLOAD_BROKEN, reason));
    }

    private static List<Lifecycle> retired(RolloutState rollout, Input.Retired done) {
        return waiting(rollout, done.workload())
                ? List.of(
                        new Lifecycle.WorkloadRetired(rollout.id(), done.workload(), done.detail(), done.tookMicros()))
                : List.of();
    }

    private static List<Lifecycle> stuck(RolloutState rollout, Input.RetirementStuck stuck) {
        return waiting(rollout, stuck.workload())
                        && rollout.retirement(stuck.workload()).delayed().isEmpty()
                ? List.of(new Lifecycle.RetirementDelayed(rollout.id(), stuck.workload(), stuck.reason()))
                : List.of();
    }

    /** Whether it is to be shut down and is not so far. */
    private static boolean waiting(RolloutState rollout, Name workload) {
        return rollout.toRetire().stream().anyMatch(each -> each.name().equals(workload))
                || rollout.rollback()
                        .flatMap(RollbackStory::shutdown)
                        .filter(story -> story.waiting().contains(workload))
                        .isPresent();
    }

    private static List<Lifecycle> net(RolloutState rollout, Input.NetActs net) {
        boolean fits =
                switch (net.action()) {
                    case HOLD -> rollout.goingUp() && !rollout.heldByNet();
                    case RELEASE -> rollout.goingUp() && rollout.heldByNet();
                    case RESTORE -> rollout.goingUp() || rollout.phase() instanceof Phase.Failing;
                };
        return fits
                ? List.of(new Lifecycle.SafetyNetUsed(rollout.id(), net.action(), net.reason(), net.detail()))
                : List.of();
    }

    /** Whether an input is the net's word to restore, which is acted on before the journal has it. */
    public static boolean restoresAtOnce(Input input) {
        return input instanceof Input.NetActs net && net.action() == NetAction.RESTORE;
    }
}
