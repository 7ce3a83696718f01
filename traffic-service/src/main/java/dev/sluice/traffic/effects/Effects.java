package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.events.plan.Router;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what runs at the routers in step with what the journal wants: an intent without an outcome is being carried out,
 * always, and nothing else is. Used on the loop only; safe to call as often as one likes.
 */
@ApplicationScoped
public class Effects {
    private final Lanes lanes;
    private final Loop loop;
    private final Ownership ownership;
    private final Retirements retirements;
    private final StepRuns steps;
    private final Map<RolloutId, Shift> shifts = new HashMap<>();
    private final Map<RolloutId, Restore> restores = new HashMap<>();
    private final Map<RolloutId, Restore> emergencies = new HashMap<>();

    @Inject
    public Effects(Lanes lanes, Loop loop, Ownership ownership, Retirements retirements, StepRuns steps) {
        this.lanes = lanes;
        this.loop = loop;
        this.ownership = ownership;
        this.retirements = retirements;
        this.steps = steps;
    }

    /** Starts what the state wants and does not run yet; cancels a shift that it wants no more. */
    public void keepUp(TargetState state, int partition, BiConsumer<Target, Input> outcome) {
        if (state.open().isEmpty()) {
            return;
        }
        RolloutState rollout = state.open().get();
        if (rollout.closing()) {
            giveUp(emergencies.remove(rollout.id()));
        }
        retirements.keepUp(state, rollout, partition, outcome);
        steps.keepUp(state, rollout, partition, outcome);
        boolean mayRise = mayRise(state, rollout);
        retirements.preparations().keepUp(state, rollout, mayRise, partition, outcome);
        if (rollout.phase() instanceof Phase.Shifting shifting && mayRise) {
            shift(state, rollout, shifting, partition, outcome);
            return;
        }
        cancelShift(rollout.id());
        if (rollout.phase() instanceof Phase.Restoring restoring && !restores.containsKey(rollout.id())) {
            Stamp stamp = new Stamp(rollout.id(), Math.max(restoring.version(), 1), ownership.epoch());
            restore(false, state.target(), rollout, stamp, input -> outcome.accept(state.target(), input));
        }
    }

    private static void giveUp(@Nullable Restore restore) {
        if (restore != null) {
            restore.giveUp();
        }
    }

    private static boolean mayRise(TargetState state, RolloutState rollout) {
        return state.blind().isEmpty() && state.frozen().isEmpty() && !rollout.heldByNet();
    }

    /** Reads back the workloads that were brought up. */
    public void lookAtWorkloads(TargetState state, RolloutState rollout, BiConsumer<Target, Input> outcome) {
        retirements.preparations().look(state, rollout, outcome);
    }

    private void shift(
            TargetState state,
            RolloutState rollout,
            Phase.Shifting shifting,
            int partition,
            BiConsumer<Target, Input> outcome) {
        Shift running = shifts.get(rollout.id());
        if (running != null && running.version() == shifting.version()) {
            return;
        }
        cancelShift(rollout.id());
        Stage stage = rollout.plan().stages().get(shifting.stage());
        Shift shift = new Shift(
                state.target(),
                rollout.plan().splitters(),
                router -> Split.of(router, shifting.weight(), stage),
                new Stamp(rollout.id(), shifting.version(), ownership.epoch()),
                () -> mayShift(partition),
                lanes,
                loop,
                input -> outcome.accept(state.target(), input));
        shifts.put(rollout.id(), shift);
        shift.run();
    }

    /** A shift needs ownership that the coordinator confirmed a moment ago; a restore does not. */
    boolean mayShift(int partition) {
        return Limits.confirmed(ownership, partition);
    }

    private void cancelShift(RolloutId rollout) {
        Shift shift = shifts.remove(rollout);
        if (shift != null) {
            shift.cancel();
        }
    }

    /**
     * Restores without waiting for the journal: the net's word when the broker may be gone. Once per rollout; it stands
     * down where a later owner has written, whenever it gets through to the router. Never once the old version is let go.
     */
    public void emergency(TargetState state, RolloutState rollout) {
        cancelShift(rollout.id());
        if (!rollout.closing() && !emergencies.containsKey(rollout.id())) {
            Stamp stamp = new Stamp(rollout.id(), Math.max(state.gate().version(), 1), ownership.epoch());
            restore(true, state.target(), rollout, stamp, input -> {});
        }
    }

    private void restore(
            boolean standsDown, Target target, RolloutState rollout, Stamp stamp, Consumer<Input> outcome) {
        Restore restore = new Restore(target, rollout.plan().splitters(), stamp, standsDown, lanes, loop, outcome);
        (standsDown ? emergencies : restores).put(rollout.id(), restore);
        restore.run();
    }

    /** The partition is another's now: its shifts end. A restore that runs is safe to repeat, and goes on. */
    public void letGo(TargetState state) {
        state.open().ifPresent(rollout -> {
            cancelShift(rollout.id());
            restores.remove(rollout.id());
            retirements.end(rollout.id());
            steps.end(rollout.id());
        });
    }

    /**
     * Whether the candidate is to have no connections any more: everything is, or is being, given back to stable. Also
     * after an emergency that the journal knows nothing of so far.
     */
    boolean goesBack(RolloutState rollout) {
        if (rollout.stages().isEmpty()) {
            return false;
        }
        return emergencies.containsKey(rollout.id())
                || switch (rollout.phase()) {
                    case Phase.Restoring p -> true;
                    case Phase.Restored p -> true;
                    case Phase.Finished p -> p.outcome() != Phase.Outcome.COMPLETED;
                    case Phase.Requested p -> false;
                    case Phase.Ready p -> false;
                    case Phase.Shifting p -> false;
                    case Phase.Observing p -> false;
                    case Phase.Baking p -> false;
                    case Phase.Closing p -> false;
                    case Phase.Failing p -> false;
                };
    }

    /**
     * Whether nothing may be given to the candidate any more that it does not have: it goes back, or what makes it go back
     * was seen and the request is on its way.
     */
    boolean restoreDue(RolloutState rollout) {
        return goesBack(rollout) || rollout.awaitsRollback();
    }

    /** Whether a restore is trying this router and has not been obeyed so far. */
    boolean restoring(RolloutId rollout, Name router) {
        return Stream.of(restores, emergencies)
                .flatMap(among -> Optional.ofNullable(among.get(rollout)).stream())
                .anyMatch(restore -> !restore.obeyed(router));
    }

    /** The rollout has ended: nothing of it runs any more. */
    public void ended(Target target, RolloutId rollout) {
        cancelShift(rollout);
        restores.remove(rollout);
        retirements.end(rollout);
        steps.end(rollout);
        emergencies.remove(rollout);
    }

    /** The rollout that ended moved nothing: what was brought up for it goes again. */
    public void takeBack(TargetState state, RolloutState rollout) {
        retirements.takeBack(state, rollout);
    }

    /** Only these routers are still of interest: the ways to all others are closed once nothing runs there. */
    public void keepOnly(Map<Target, List<Router>> inUse) {
        lanes.keepOnly((target, router) -> inUse.getOrDefault(target, List.of()).contains(router));
    }

    /**
     * What the stage's weight at the routers should be now, where the state is at rest; empty while a shift is due, after a
     * completed rollout, whose routers are its owner's again, and before the first shift: until then, and after an end
     * without one, what stands there is an earlier rollout's and nobody's to change.
     */
    public static Optional<Weight> atRest(RolloutState rollout) {
        if (rollout.stages().isEmpty() && !(rollout.phase() instanceof Phase.Restored)) {
            return Optional.empty();
        }
        return switch (rollout.phase()) {
            case Phase.Observing p -> Optional.of(p.weight());
            case Phase.Baking p -> Optional.of(Weight.FULL);
            case Phase.Closing p -> Optional.of(Weight.FULL);
            case Phase.Ready p -> Optional.of(rollout.weight());
            case Phase.Failing p -> Optional.of(rollout.weight());
            case Phase.Restoring p -> Optional.of(Weight.ZERO);
            case Phase.Restored p -> Optional.of(Weight.ZERO);
            case Phase.Requested p -> Optional.empty();
            case Phase.Shifting p -> Optional.empty();
            case Phase.Finished p ->
                p.outcome() == Phase.Outcome.COMPLETED ? Optional.empty() : Optional.of(Weight.ZERO);
        };
    }
}
