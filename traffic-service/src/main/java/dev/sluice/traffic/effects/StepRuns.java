package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.plan.Step;
import dev.sluice.events.plan.Task;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.StepStory;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.port.Errand;
import dev.sluice.traffic.port.Tasks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Keeps the steps that run in step with those that the journal has begun. What was begun is carried out in spite of a pause
 * or a freeze, which hold up the next one only. Used on the loop only; safe to call as often as one likes.
 */
@ApplicationScoped
public class StepRuns {
    /** An attempt at a step. */
    private record Begun(Step step, Task.Work work, StepStory story) {}

    private final Tasks<Task.Work> tasks;
    private final Workers workers;
    private final Loop loop;
    private final Ownership ownership;
    private final Reader reader;
    private final Undertakings running = new Undertakings();

    @Inject
    StepRuns(Tasks<Task.Work> tasks, Loop loop, Ownership ownership, Reader reader) {
        this(tasks, loop, ownership, reader, Workers.virtualThreads());
    }

    /** With calls that run where these workers run them. */
    public StepRuns(Tasks<Task.Work> tasks, Loop loop, Ownership ownership, Reader reader, Workers workers) {
        this.tasks = tasks;
        this.workers = workers;
        this.loop = loop;
        this.ownership = ownership;
        this.reader = reader;
    }

    void keepUp(TargetState state, RolloutState rollout, int partition, BiConsumer<Target, Input> outcome) {
        Optional<Begun> begun = begun(state, rollout);
        running.endUnless(
                rollout.id(), begun.map(each -> each.step().name()).stream().toList());
        begun.ifPresent(each -> running.begin(
                rollout.id(), each.step().name(), () -> stepping(state.target(), rollout, each, partition, outcome)));
    }

    private Stepping stepping(
            Target target, RolloutState rollout, Begun begun, int partition, BiConsumer<Target, Input> outcome) {
        Errand errand = new Errand(
                rollout.id(),
                target,
                rollout.plan().version(),
                begun.step().name(),
                begun.step().place(),
                stage(rollout, begun.step()),
                rollout.weight(),
                begun.story().attempt(),
                begun.story().version(),
                begun.step().within().duration());
        return new Stepping(
                begun.work(),
                errand,
                left(begun, partition),
                () -> Limits.confirmed(ownership, partition) && isWanted(target, rollout.id(), begun),
                tasks,
                workers,
                loop,
                input -> outcome.accept(target, input));
    }

    /** The stage that the plan names; on the way back, the one that it had come to. */
    private static Optional<Name> stage(RolloutState rollout, Step step) {
        return step.stage().or(() -> rollout.plan().stages().stream()
                .skip(Math.max(0, rollout.stage()))
                .map(Stage::name)
                .findFirst()
                .filter(name -> rollout.stage() >= 0));
    }

    /** By the journal's time, at the moment in which it is asked for; the loop's clock goes on from there. */
    private Supplier<Duration> left(Begun begun, int partition) {
        Duration whole = begun.step().within().duration();
        Duration gone = Duration.between(begun.story().startedAt(), reader.now(partition));
        long end = loop.nanoTime() + whole.minus(gone).toNanos();
        return () -> {
            Duration left = Duration.ofNanos(end - loop.nanoTime());
            return left.isPositive() ? left : Duration.ofMillis(1);
        };
    }

    /** The attempt that has begun and not ended. Where stable has everything, no record that can't be read changes that. */
    private static Optional<Begun> begun(TargetState state, RolloutState rollout) {
        return state.blind().isEmpty() || rollout.phase() instanceof Phase.Restored
                ? rollout.dueStep().flatMap(step -> begun(step, rollout))
                : Optional.empty();
    }

    /** Empty for checks, which are health-service's. */
    private static Optional<Begun> begun(Step step, RolloutState rollout) {
        return step.run() instanceof Task.Work work
                ? rollout.step(step.name()).filter(StepStory::running).map(story -> new Begun(step, work, story))
                : Optional.empty();
    }

    /** Whether the newest state that was read still has this attempt under way. */
    private boolean isWanted(Target target, RolloutId id, Begun begun) {
        return reader.state(target)
                .filter(state -> state.open()
                        .filter(rollout -> rollout.id().equals(id))
                        .flatMap(rollout -> begun(state, rollout))
                        .equals(Optional.of(begun)))
                .isPresent();
    }

    /** Nothing of the rollout is asked for any more by this instance. */
    void end(RolloutId rollout) {
        running.end(rollout);
    }
}
