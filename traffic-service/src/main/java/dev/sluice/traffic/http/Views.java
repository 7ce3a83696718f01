package dev.sluice.traffic.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.journal.Freeze;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.story.BackupStory;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.ShutdownStory;
import dev.sluice.events.story.StepStory;
import dev.sluice.events.story.Trouble;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the HTTP interface answers with. */
public final class Views {
    private Views() {}

    /** A start that was taken: where the rollout will be found. */
    public record Accepted(RolloutId rollout, Target target) {}

    /** A command that was taken; whether it is carried out or refused is told by the event that answers it. */
    public record Commanded(String command, RolloutId rollout) {}

    /** All rollouts that are known here, open ones first. */
    public record Rollouts(List<Summary> rollouts) {}

    /** A rollout in one line. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Summary(
            RolloutId id,
            Target target,
            String version,
            String phase,
            Optional<Name> stage,
            Weight weight,
            boolean paused,
            boolean held,
            boolean frozen,
            Instant startedAt,
            Optional<Instant> endedAt,
            Optional<String> outcome) {}

    /**
     * A rollout with everything that the journal says of it.
     *
     * @param evaluations the newest of each kind of the stage that is being watched, whether or not they changed anything
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Detail(
            RolloutId id,
            Target target,
            String version,
            String phase,
            Optional<Name> stage,
            Weight weight,
            boolean paused,
            boolean held,
            boolean frozen,
            Instant startedAt,
            Optional<Instant> endedAt,
            Optional<String> outcome,
            Optional<String> reason,
            Plan plan,
            List<StageView> stages,
            Collection<Trouble> troubles,
            Optional<RolloutState.Pause> pause,
            Optional<Freeze> freeze,
            Map<Name, BackupStory> backups,
            Optional<Instant> bakingSince,
            Optional<RollbackStory> rollback,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Name, StepStory> steps,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Name, ShutdownStory.Retirement> retirements,
            Map<Name, String> delayed,
            List<StageEvaluated> evaluations) {}

    /**
     * One stage, planned and actual.
     *
     * @param plannedStart by the plan, counted from the rollout's start
     * @param dueAt when its time has passed; absent while it is paused or not being observed
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record StageView(
            Name name,
            Weight weight,
            Span planned,
            Instant plannedStart,
            Optional<Instant> startedAt,
            Optional<Instant> switchedAt,
            Optional<Instant> dueAt,
            Optional<Instant> endedAt,
            Optional<String> remark,
            List<RouterView> routers,
            List<MetricReading> readings) {}

    /** A router: the share that was set, and the one that its own counters show. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record RouterView(Name router, Weight set, Optional<Weight> measured) {}

    /** Every write that a plan would make, and those that would take it back. */
    public record DryRun(RolloutId rollout, Target target, List<StageWrites> stages, List<RouterWrites> restore) {}

    public record StageWrites(Name stage, Weight weight, List<RouterWrites> routers) {}

    public record RouterWrites(Name router, List<String> writes) {}
}
