package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
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
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.Workloads;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Keeps the shut-downs that run in step with those that the journal asks for: each workload on its own, none waiting for
 * another. Used on the loop only; safe to call as often as one likes.
 */
@ApplicationScoped
public class Retirements {
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

    /** Begins what is asked for and does not run so far; ends what is asked for no more. */
    void keepUp(TargetState state, RolloutState rollout, int partition, BiConsumer<Target, Input> outcome) {
        List<Name> waiting = waiting(rollout);
        running.endUnless(rollout.id(), waiting);
        for (Name name : waiting) {
            rollout.plan().workloads().stream()
                    .filter(each -> each.name().equals(name))
                    .filter(Workload::retires)
                    .findFirst()
                    .ifPresentOrElse(
                            workload -> running.begin(
                                    rollout.id(), name, () -> retiring(state, rollout, workload, partition, outcome)),
                            () -> refuse(state.target(), rollout, name, outcome));
        }
    }

    private Retiring retiring(
            TargetState state,
            RolloutState rollout,
            Workload workload,
            int partition,
            BiConsumer<Target, Input> outcome) {
        return new Retiring(
                state.target(),
                workload,
                rollout.plan().splitters(),
                new Stamp(rollout.id(), state.gate().version(), ownership.epoch()),
                () -> Limits.confirmed(ownership, partition) && isWanted(state.target(), rollout.id(), workload.name()),
                calls,
                lanes,
                loop,
                input -> outcome.accept(state.target(), input));
    }

    /** Only while stable has everything by the journal, and while the rollback goes on. */
    private static List<Name> waiting(RolloutState rollout) {
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
    private boolean isWanted(Target target, RolloutId id, Name workload) {
        return reader.state(target)
                .flatMap(TargetState::open)
                .filter(rollout -> rollout.id().equals(id))
                .filter(rollout -> waiting(rollout).contains(workload))
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

    /** Nothing of the rollout is shut down any more by this instance. What a supervisor was asked for goes on there. */
    void end(RolloutId rollout) {
        running.end(rollout);
        preparations.end(rollout);
    }
}
