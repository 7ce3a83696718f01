package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.plan.Preparation;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Target;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Brings workloads up before the stage that gives them traffic, and watches those that have it: one that crashes, or has
 * nobody left who takes requests, is told at once. What can't be read says nothing here, since the metrics do. Used on
 * the loop only.
 */
public final class Preparations {
    /** In a row. One may be a restart of the only instance that is over at once. */
    private static final int LOOKS_WITHOUT_ANY = 2;

    private record Place(RolloutId rollout, Name workload) {}

    private final WorkloadCalls calls;
    private final Loop loop;
    private final Ownership ownership;
    private final Reader reader;
    private final Undertakings running = new Undertakings();
    private final Set<Place> looking = new HashSet<>();
    private final Map<Place, Integer> without = new HashMap<>();

    Preparations(WorkloadCalls calls, Loop loop, Ownership ownership, Reader reader) {
        this.calls = calls;
        this.loop = loop;
        this.ownership = ownership;
        this.reader = reader;
    }

    /**
     * Begins what is wanted and does not run so far; ends what is wanted no more.
     *
     * @param mayRise whether anything may move up now
     */
    void keepUp(
            TargetState state,
            RolloutState rollout,
            boolean mayRise,
            int partition,
            BiConsumer<Target, Input> outcome) {
        List<Workload> waiting = mayRise ? waiting(rollout) : List.of();
        running.endUnless(rollout.id(), waiting.stream().map(Workload::name).toList());
        for (Workload workload : waiting) {
            running.begin(
                    rollout.id(),
                    workload.name(),
                    () -> new Preparing(
                            workload,
                            new Stamp(rollout.id(), state.gate().version(), ownership.epoch()),
                            within(workload),
                            () -> Limits.confirmed(ownership, partition)
                                    && isWanted(state.target(), rollout.id(), workload),
                            calls,
                            loop,
                            input -> outcome.accept(state.target(), input)));
        }
    }

    private static List<Workload> waiting(RolloutState rollout) {
        return rollout.phase() instanceof Phase.Ready ready && rollout.pause().isEmpty()
                ? rollout.toPrepare(ready.next())
                : List.of();
    }

    private static Duration within(Workload workload) {
        return workload.prepare().map(Preparation::within).map(Span::duration).orElse(Duration.ZERO);
    }

    /** Whether the newest state that was read still asks for it. */
    private boolean isWanted(Target target, RolloutId rollout, Workload workload) {
        return reader.state(target)
                .flatMap(TargetState::open)
                .filter(open -> open.id().equals(rollout))
                .filter(open -> waiting(open).contains(workload))
                .isPresent();
    }

    /** Reads back those that were brought up and have traffic. */
    void look(TargetState state, RolloutState rollout, BiConsumer<Target, Input> outcome) {
        if (!rollout.goingUp() || !rollout.exposed()) {
            return;
        }
        List<Workload> leaving = rollout.baking() ? rollout.plan().retiredOnceComplete(false) : List.of();
        for (Workload workload : rollout.plan().workloads()) {
            if (leaving.contains(workload)) {
                continue;
            }
            Place place = new Place(rollout.id(), workload.name());
            if (rollout.prepared().contains(workload.name()) && looking.add(place)) {
                calls.observe(
                        workload,
                        answer -> loop.post(() -> {
                            looking.remove(place);
                            if (answer instanceof WorkloadCalls.Answer.Done<Running> done) {
                                seen(state.target(), place, done.told(), outcome);
                            }
                        }));
            }
        }
    }

    private void seen(Target target, Place place, Running seen, BiConsumer<Target, Input> outcome) {
        int times = seen.ready() > 0 ? 0 : without.getOrDefault(place, 0) + 1;
        without.put(place, times);
        seen.broken()
                .or(() -> times == LOOKS_WITHOUT_ANY
                        ? Optional.of(seen.left() + ", and none takes requests")
                        : Optional.empty())
                .ifPresent(why ->
                        outcome.accept(target, new Input.WorkloadBroken(place.rollout(), place.workload(), why)));
    }

    /** Nothing of the rollout is brought up or watched any more by this instance. */
    void end(RolloutId rollout) {
        running.end(rollout);
        without.keySet().removeIf(place -> place.rollout().equals(rollout));
    }
}
