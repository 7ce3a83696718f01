package dev.sluice.events.story;

import dev.sluice.events.plan.OnFailure;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.plan.Step;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One rollout as the journal tells it so far. Longer than 300 lines because a record has one place where its parts are
 * copied.
 *
 * @param firstOffset where its first event stands in the journal
 * @param weight the candidate's share that was read back last on every router
 * @param promotedFully the next stage is the last one
 * @param heldByNet the safety net lets nothing move up
 * @param troubles the triggers that fire
 * @param healthFacts how many facts health stated so far: the number of the next one
 * @param backups by store of the plan, once it is known how the backup went
 * @param bakingSince when the last stage was complete, in a plan that bakes: from then on a restore of data is asked for
 * @param prepared the workloads of the plan that were brought up for a stage
 * @param steps by step of the plan, the newest attempt
 * @param retirements how those workloads fare that are shut down because the candidate has everything
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
        Map<Name, BackupStory> backups,
        Optional<Instant> bakingSince,
        Optional<RollbackStory> rollback,
        Set<Name> prepared,
        Map<Name, StepStory> steps,
        Map<Name, ShutdownStory.Retirement> retirements,
        Map<Name, String> delayed) {
    /** Standing still on somebody's word. */
    public record Pause(Instant since, Requester by) {}

    static RolloutState requested(
            RolloutId id, StartKey key, Plan plan, Requester by, Instant at, long offset, long version) {
        return new RolloutState(
                id,
                key,
                plan,
                by,
                at,
                offset,
                new Phase.Requested(version),
                Weight.ZERO,
                Optional.empty(),
                false,
                false,
                Map.of(),
                0,
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Map.of(),
                Map.of(),
                Map.of());
    }

    /** What is still to be brought up before this stage may start, in the plan's order. */
    public List<Workload> unprepared(int stage) {
        return plan.preparedFor(stage).stream()
                .filter(workload -> !prepared.contains(workload.name()))
                .toList();
    }

    /** The step that is due before this stage, or runs for it; empty while workloads are to be brought up first. */
    public Optional<Step> nextStep(int stage) {
        Optional<Step> first = missing(plan.stepsUpTo(stage));
        return first.isPresent() || !unprepared(stage).isEmpty() ? first : missing(plan.stepsOnceReady(stage));
    }

    /** The step that is due where the rollout stands, or runs there. */
    public Optional<Step> dueStep() {
        return switch (phase) {
            case Phase.Requested p -> Optional.empty();
            case Phase.Ready p -> nextStep(p.next());
            case Phase.Shifting p -> Optional.empty();
            case Phase.Observing p -> missing(plan.stepsDuring(p.stage()));
            case Phase.Baking p -> Optional.empty();
            case Phase.Closing p -> Optional.empty();
            case Phase.Failing p -> Optional.empty();
            case Phase.Restoring p -> Optional.empty();
            case Phase.Restored p -> missing(plan.stepsOnRollback());
            case Phase.Finished p -> Optional.empty();
        };
    }

    /** The workloads that are to be brought up for this stage now, which is once every step before that is done. */
    public List<Workload> toPrepare(int stage) {
        return missing(plan.stepsUpTo(stage)).isEmpty() ? unprepared(stage) : List.of();
    }

    private Optional<Step> missing(List<Step> among) {
        return among.stream().filter(step -> !behind(step)).findFirst();
    }

    private boolean behind(Step step) {
        return step(step.name()).filter(story -> story.behind(step)).isPresent();
    }

    /** The newest attempt at a step, once there was one. */
    public Optional<StepStory> step(Name step) {
        return Optional.ofNullable(steps.get(step));
    }

    /** What is to be shut down now because the candidate has everything, and is not so far, in the plan's order. */
    public List<Workload> toRetire() {
        boolean closing = phase instanceof Phase.Closing;
        return closing || baking()
                ? plan.retiredOnceComplete(closing).stream()
                        .filter(workload ->
                                retirement(workload.name()).retiredAt().isEmpty())
                        .toList()
                : List.of();
    }

    /** How the shut-down of a workload fares, in a rollback or because the candidate has everything. */
    public ShutdownStory.Retirement retirement(Name workload) {
        return rollback.flatMap(RollbackStory::shutdown)
                .map(story -> story.of(workload))
                .orElseGet(() -> retirements.getOrDefault(workload, ShutdownStory.Retirement.WAITING));
    }

    /** Whether the candidate has everything and can't be taken back any more. */
    public boolean closing() {
        return phase instanceof Phase.Closing;
    }

    /**
     * Whether the candidate may have traffic and could be taken back, by what was asked of the routers: what the safety net
     * watches.
     */
    public boolean exposed() {
        return switch (phase) {
            case Phase.Requested p -> false;
            case Phase.Ready p -> p.next() > 0;
            case Phase.Shifting p -> true;
            case Phase.Observing p -> true;
            case Phase.Baking p -> true;
            case Phase.Closing p -> false;
            case Phase.Failing p -> true;
            case Phase.Restoring p -> true;
            case Phase.Restored p -> false;
            case Phase.Finished p -> false;
        };
    }

    public boolean finished() {
        return phase instanceof Phase.Finished;
    }

    /** Whether it moves up or stays up, as opposed to on its way back or over. */
    public boolean goingUp() {
        return switch (phase) {
            case Phase.Requested p -> true;
            case Phase.Ready p -> true;
            case Phase.Shifting p -> true;
            case Phase.Observing p -> true;
            case Phase.Baking p -> true;
            case Phase.Closing p -> false;
            case Phase.Failing p -> false;
            case Phase.Restoring p -> false;
            case Phase.Restored p -> false;
            case Phase.Finished p -> false;
        };
    }

    /** Whether what makes it go back was written, a failed stage or a trigger that rolls back, and no request was so far. */
    public boolean awaitsRollback() {
        return phase instanceof Phase.Failing
                || (goingUp()
                        && troubles.values().stream().anyMatch(trouble -> trouble.reaction() == Reaction.ROLLBACK));
    }

    public Optional<Phase.Observing> observing() {
        return phase instanceof Phase.Observing observing ? Optional.of(observing) : Optional.empty();
    }

    /** Whether every stage is complete and the target is free for the next start. */
    public boolean baking() {
        return phase instanceof Phase.Baking;
    }

    /** When the time of the current stage, or of the bake, has passed; absent while paused or when nothing is watched. */
    public Optional<Instant> due() {
        if (pause.isPresent()) {
            return Optional.empty();
        }
        return phase instanceof Phase.Baking baking
                ? Optional.of(baking.watch().due(bakeTime()))
                : observing()
                        .map(at -> at.watch().due(plan.durationOf(at.stage()).duration()));
    }

    private Duration bakeTime() {
        return plan.bakeTime().map(Span::duration).orElse(Duration.ZERO);
    }

    /** The stage that it is in or was in last; -1 before the first. */
    public int stage() {
        return stages.isEmpty() ? -1 : stages.getLast().stage();
    }

    RolloutState with(Phase next) {
        return changed(draft -> draft.phase = next);
    }

    RolloutState with(Phase next, Weight confirmed) {
        return changed(draft -> {
            draft.phase = next;
            draft.weight = confirmed;
        });
    }

    RolloutState withPause(Optional<Pause> now) {
        return changed(draft -> draft.pause = now);
    }

    RolloutState withPromotedFully() {
        return changed(draft -> draft.promotedFully = true);
    }

    RolloutState withHold(boolean held) {
        return changed(draft -> draft.heldByNet = held);
    }

    /** After one more fact of health's. */
    RolloutState withTroubles(Map<Name, Trouble> now) {
        return changed(draft -> {
            draft.troubles = Map.copyOf(now);
            draft.healthFacts++;
        });
    }

    RolloutState withBackups(Map<Name, BackupStory> now) {
        return changed(draft -> draft.backups = Map.copyOf(now));
    }

    RolloutState baking(Phase.Baking bake, Instant since) {
        return changed(draft -> {
            draft.phase = bake;
            draft.bakingSince = Optional.of(since);
        });
    }

    RolloutState withRollback(RollbackStory story) {
        return changed(draft -> draft.rollback = Optional.of(story));
    }

    RolloutState withPrepared(Name workload) {
        return changed(draft -> draft.prepared.add(workload));
    }

    RolloutState withStep(Name step, StepStory story) {
        return changed(draft -> draft.steps.put(step, story));
    }

    /** A person lets it go on: of what had ended by the pause, what failed is tried anew, and what was done is behind it. */
    RolloutState withStepsReleased(Instant pausedAt) {
        return changed(draft -> {
            draft.steps.entrySet().removeIf(each -> each.getValue().endedBy(pausedAt) && paused(each));
            draft.steps.replaceAll((name, story) -> story.endedBy(pausedAt) ? story.letGo() : story);
        });
    }

    private boolean paused(Map.Entry<Name, StepStory> step) {
        Step planned = plan.step(step.getKey());
        return planned.onFailure() == OnFailure.PAUSE && step.getValue().failedForGood(planned);
    }

    RolloutState withRetirement(Name workload, ShutdownStory.Retirement how) {
        return changed(draft -> draft.retirements.put(workload, how));
    }

    RolloutState withDelayed(Map<Name, String> routers) {
        return changed(draft -> draft.delayed = Map.copyOf(routers));
    }

    RolloutState withStages(List<StageStory> told) {
        return changed(draft -> draft.stages = List.copyOf(told));
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

    private RolloutState changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done(this);
    }

    /** What may change of a rollout, while it does. */
    private static final class Draft {
        private Phase phase;
        private Weight weight;
        private Optional<Pause> pause;
        private boolean promotedFully;
        private boolean heldByNet;
        private Map<Name, Trouble> troubles;
        private int healthFacts;
        private List<StageStory> stages;
        private Map<Name, BackupStory> backups;
        private Optional<Instant> bakingSince;
        private Optional<RollbackStory> rollback;
        private final Set<Name> prepared;
        private final Map<Name, StepStory> steps;
        private final Map<Name, ShutdownStory.Retirement> retirements;
        private Map<Name, String> delayed;

        private Draft(RolloutState from) {
            phase = from.phase;
            weight = from.weight;
            pause = from.pause;
            promotedFully = from.promotedFully;
            heldByNet = from.heldByNet;
            troubles = from.troubles;
            healthFacts = from.healthFacts;
            stages = from.stages;
            backups = from.backups;
            bakingSince = from.bakingSince;
            rollback = from.rollback;
            prepared = new HashSet<>(from.prepared);
            steps = new HashMap<>(from.steps);
            retirements = new HashMap<>(from.retirements);
            delayed = from.delayed;
        }

        private RolloutState done(RolloutState from) {
            return new RolloutState(
                    from.id,
                    from.startKey,
                    from.plan,
                    from.by,
                    from.requestedAt,
                    from.firstOffset,
                    phase,
                    weight,
                    pause,
                    promotedFully,
                    heldByNet,
                    troubles,
                    healthFacts,
                    stages,
                    backups,
                    bakingSince,
                    rollback,
                    Set.copyOf(prepared),
                    Map.copyOf(steps),
                    Map.copyOf(retirements),
                    delayed);
        }
    }
}
