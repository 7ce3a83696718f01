package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Role;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.ShutdownStory;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.Workloads;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Keeps the shut-downs that run in step with those that the journal asks for: each workload on its own, none waiting for
 * another. Used on the loop only; safe to call as often as one likes.
 */
@ApplicationScoped
public class Retirements {
    private static final Logger LOG = Logger.getLogger(Retirements.class);
    private final WorkloadCalls calls;
    private final Lanes lanes;
    private final Loop loop;
    private final Ownership ownership;
    private final Reader reader;
    private final Preparations preparations;
    private final Undertakings running = new Undertakings();

    @Inject
    Retirements(
            Workloads<Workload> workloads,
            Lanes lanes,
            Loop loop,
            Ownership ownership,
            Reader reader,
            MeterRegistry meters) {
        this(workloads, lanes, loop, ownership, reader, meters, Workers.virtualThreads());
    }

    /** With calls that run where these workers run them. */
    public Retirements(
            Workloads<Workload> workloads,
            Lanes lanes,
            Loop loop,
            Ownership ownership,
            Reader reader,
            MeterRegistry meters,
            Workers workers) {
        this.calls = new WorkloadCalls(workloads, workers, meters);
        this.lanes = lanes;
        this.loop = loop;
        this.ownership = ownership;
        this.reader = reader;
        this.preparations = new Preparations(calls, loop, ownership, reader);
    }

    /** The other direction, with the same calls. */
    Preparations preparations() {
        return preparations;
    }

    /** A workload that is to be shut down, how, and what decides whether a router needs it. */
    private record Wanted(Workload workload, RetireAction action, boolean onTheWayBack) {}

    /** Begins what is asked for and does not run so far; ends what is asked for no more. */
    void keepUp(TargetState state, RolloutState rollout, int partition, BiConsumer<Target, Input> outcome) {
        List<Wanted> wanted = wanted(state, rollout);
        running.endUnless(
                rollout.id(),
                wanted.stream().map(each -> each.workload().name()).toList());
        for (Wanted each : wanted) {
            running.begin(
                    rollout.id(), each.workload().name(), () -> retiring(state, rollout, each, partition, outcome));
        }
        for (Name name : asked(rollout)) {
            if (wanted.stream().noneMatch(each -> each.workload().name().equals(name))) {
                refuse(state.target(), rollout, name, outcome);
            }
        }
    }

    private Retiring retiring(
            TargetState state, RolloutState rollout, Wanted wanted, int partition, BiConsumer<Target, Input> outcome) {
        Stamp stamp = new Stamp(rollout.id(), state.gate().version(), ownership.epoch());
        return new Retiring(
                state.target(),
                wanted.workload(),
                wanted.action(),
                wanted.onTheWayBack()
                        ? (router, observed) -> Needs.candidate(observed)
                        : Needs.stable(stamp, loop::nanoTime),
                wanted.onTheWayBack() ? List.of() : greens(rollout),
                wanted.onTheWayBack() ? Duration.ZERO : Limits.RETIRING,
                rollout.plan().splitters(),
                stamp,
                () -> Limits.confirmed(ownership, partition) && isWanted(state.target(), rollout.id(), wanted),
                calls,
                lanes,
                loop,
                input -> outcome.accept(state.target(), input));
    }

    /** What serves everybody once the rollout is complete. */
    private static List<Workload> greens(RolloutState rollout) {
        return rollout.plan().workloads().stream()
                .filter(workload -> workload.role() == Role.GREEN)
                .toList();
    }

    /** What runs a candidate is shut down while stable has everything; what is not needed any more while nothing is in doubt. */
    private static List<Wanted> wanted(TargetState state, RolloutState rollout) {
        if (rollout.phase() instanceof Phase.Restored) {
            return asked(rollout).stream()
                    .flatMap(name -> rollout.plan().workloads().stream()
                            .filter(each -> each.name().equals(name) && each.retires()))
                    .map(each -> new Wanted(each, each.onRollback(), true))
                    .toList();
        }
        boolean stands = state.blind().isPresent()
                || state.frozen().isPresent()
                || rollout.pause().isPresent()
                || rollout.heldByNet()
                || rollout.awaitsRollback();
        return stands
                ? List.of()
                : rollout.toRetire().stream()
                        .map(each -> new Wanted(each, each.onComplete(), false))
                        .toList();
    }

    /** What the rollback wants to have shut down, while it goes on. */
    private static List<Name> asked(RolloutState rollout) {
        return rollout.phase() instanceof Phase.Restored
                ? rollout.rollback()
                        .filter(story ->
                                story.completed().isEmpty() && story.failed().isEmpty())
                        .flatMap(RollbackStory::shutdown)
                        .map(ShutdownStory::waiting)
                        .orElse(List.of())
                : List.of();
    }

    /** Whether the newest state that was read still asks for it. */
    private boolean isWanted(Target target, RolloutId id, Wanted wanted) {
        return reader.state(target)
                .filter(state -> state.open()
                        .filter(rollout -> rollout.id().equals(id))
                        .filter(rollout -> wanted(state, rollout).contains(wanted))
                        .isPresent())
                .isPresent();
    }

    private static void refuse(Target target, RolloutState rollout, Name name, BiConsumer<Target, Input> outcome) {
        boolean told = rollout.rollback()
                .flatMap(RollbackStory::shutdown)
                .flatMap(story -> Optional.ofNullable(story.workloads().get(name)))
                .flatMap(ShutdownStory.Retirement::delayed)
                .isPresent();
        if (!told) {
            outcome.accept(
                    target,
                    new Input.RetirementStuck(
                            rollout.id(), name, "the plan has no workload of this name that may be shut down"));
        }
    }

    /**
     * The rollout has ended before anything moved, and no rollback will come: what was brought up for it is scaled back, once. What
     * that does not reach is left to its owner.
     */
    void takeBack(TargetState state, RolloutState rollout) {
        Stamp stamp = new Stamp(rollout.id(), state.gate().version(), ownership.epoch());
        for (Workload workload : rollout.plan().preparedFor(0)) {
            if (workload.retires()) {
                calls.observe(workload, seen -> loop.post(() -> takeBack(workload, seen, stamp)));
            }
        }
    }

    /** Only what this rollout has written to: another's instances stay. */
    private void takeBack(Workload workload, WorkloadCalls.Answer<Running> seen, Stamp stamp) {
        boolean ours = seen instanceof WorkloadCalls.Answer.Done<Running> done
                && done.told()
                        .claim()
                        .filter(claim -> claim.rollout().equals(stamp.rollout()))
                        .isPresent();
        if (ours) {
            calls.retire(
                    workload,
                    workload.onRollback(),
                    stamp,
                    answer ->
                            LOG.infof("%s: workload %s is scaled back: %s", stamp.rollout(), workload.name(), answer));
        }
    }

    /** Nothing of the rollout is shut down any more by this instance. What a supervisor was asked for goes on there. */
    void end(RolloutId rollout) {
        running.end(rollout);
        preparations.end(rollout);
    }
}
