package dev.sluice.demo.story;

import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the journal has told of one rollout so far, and nothing else: the same events give the same story.
 *
 * @param plays the stages that began, in order
 * @param breach the first one
 * @param restored when stable was seen to have everything again
 */
record Story(
        Optional<Plan> plan,
        Optional<Instant> requestedAt,
        List<Play> plays,
        Optional<Breach> breach,
        Optional<Instant> restored,
        Optional<Ending> ending) {
    static final Story NEW = new Story(
            Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    Story {
        plays = List.copyOf(plays);
    }

    /**
     * A trigger fired.
     *
     * @param readAt when health-service had read the sample
     * @param at when the breach was in the journal
     */
    record Breach(Instant readAt, Instant at) {}

    /** The outcome in the word of the services, and why. */
    record Ending(String outcome, String reason, Instant at) {}

    Story after(Told told) {
        return switch (told.event()) {
            case Lifecycle lifecycle -> after(lifecycle, told.time());
            case Fact fact -> after(fact, told.time());
        };
    }

    private Story after(Lifecycle event, Instant at) {
        return switch (event) {
            case Lifecycle.RolloutRequested e ->
                new Story(Optional.of(e.plan()), Optional.of(at), plays, breach, restored, ending);
            case Lifecycle.StageStarted e -> begin(Play.started(e.stage(), e.name(), e.weight(), at));
            case Lifecycle.TrafficSwitched e -> current(play -> play.switched(at));
            case Lifecycle.StageCompleted e -> current(play -> play.ended(at, Optional.empty()));
            case Lifecycle.StageFailed e -> current(play -> play.ended(at, Optional.of(e.reason())));
            case Lifecycle.SafetyNetUsed e -> this;
            case Lifecycle.TrafficRestored e ->
                current(play -> play.ended(at, Optional.of("traffic restored"))).restoredAt(at);
            case Lifecycle.RolloutCompleted e -> ended("completed", "", at);
            case Lifecycle.RolloutAborted e -> ended("aborted", e.by().reason(), at);
            case Lifecycle.RolloutRolledBack e -> ended("rolled-back", e.reason(), at);
            case Lifecycle.RolloutFailed e -> ended("failed", e.reason(), at);
            case Lifecycle.CommandRefused e ->
                e.type().endsWith("command.start.v1") ? ended("refused", e.detail(), at) : this;
            case Lifecycle.RolloutQueued _,
                    Lifecycle.RolloutStarted _,
                    Lifecycle.RolloutPaused _,
                    Lifecycle.RolloutResumed _,
                    Lifecycle.GateOpened _,
                    Lifecycle.PromotedFully _,
                    Lifecycle.RestoreStarted _,
                    Lifecycle.RestoreDelayed _,
                    Lifecycle.DriftFound _,
                    Lifecycle.DriftMended _,
                    Lifecycle.StepStarted _,
                    Lifecycle.StepEnded _,
                    Lifecycle.BakeStarted _,
                    Lifecycle.ClosingStarted _,
                    Lifecycle.WorkloadPrepared _,
                    Lifecycle.WorkloadRetired _,
                    Lifecycle.RetirementDelayed _,
                    Lifecycle.TargetFrozen _,
                    Lifecycle.TargetThawed _ -> this;
        };
    }

    private Story after(Fact event, Instant at) {
        return switch (event) {
            case Fact.StageValidated e -> current(play -> play.seen(e.readings()));
            case Fact.ValidationFailed e -> current(play -> play.seen(e.readings()));
            case Fact.MetricsBreached e ->
                current(play -> play.seen(List.of(e.reading()))).breached(new Breach(e.readAt(), at));
            case Fact.RollbackRequested e -> current(play -> play.ended(at, Optional.of("rolled back")));
            case Fact.HealthRecovered _,
                    Fact.SwitchVerified _,
                    Fact.ShutdownRequested _,
                    Fact.ChecksJudged _,
                    Fact.RollbackCompleted _,
                    Fact.RollbackFailed _,
                    DataFact _ -> this;
        };
    }

    private Story begin(Play play) {
        List<Play> more = new ArrayList<>(plays);
        more.add(play);
        return new Story(plan, requestedAt, more, breach, restored, ending);
    }

    private Story current(UnaryOperator<Play> change) {
        if (plays.isEmpty()) {
            return this;
        }
        List<Play> changed = new ArrayList<>(plays);
        changed.set(changed.size() - 1, change.apply(changed.getLast()));
        return new Story(plan, requestedAt, changed, breach, restored, ending);
    }

    private Story breached(Breach first) {
        return new Story(plan, requestedAt, plays, breach.or(() -> Optional.of(first)), restored, ending);
    }

    private Story restoredAt(Instant at) {
        return new Story(plan, requestedAt, plays, breach, restored.or(() -> Optional.of(at)), ending);
    }

    private Story ended(String outcome, String reason, Instant at) {
        return new Story(plan, requestedAt, plays, breach, restored, Optional.of(new Ending(outcome, reason, at)));
    }

    /** The stage that has its traffic and has not ended. */
    Optional<Play> playing() {
        return plays.stream()
                .reduce((first, last) -> last)
                .filter(play -> play.switchedAt().isPresent() && play.endedAt().isEmpty());
    }
}
