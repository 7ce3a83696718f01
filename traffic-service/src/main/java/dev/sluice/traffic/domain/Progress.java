package dev.sluice.traffic.domain;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.plan.OnConflict;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.plan.Step;
import dev.sluice.events.plan.Validation;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.Queued;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.story.Watch;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is due in a target by itself, from its state and the journal's time alone. */
public final class Progress {
    static final Duration OPEN_MAX = Duration.ofDays(14);
    /** What is left of it for the way back of a rollout that takes too long. */
    static final Duration WAY_BACK = Duration.ofHours(1);

    private Progress() {}

    static List<Lifecycle> due(TargetState state, Instant now, boolean watched) {
        if (state.open().isEmpty()) {
            return state.queue().stream().findFirst().map(Progress::next).orElse(List.of());
        }
        RolloutState rollout = state.open().get();
        boolean tooLong = now.isAfter(end(rollout));
        if (rollout.phase() instanceof Phase.Closing closing) {
            return Leaving.due(state, rollout, closing, now);
        }
        if (!rollout.goingUp()) {
            List<Lifecycle> due = back(rollout, now);
            return due.isEmpty() && tooLong ? List.of(unfinished(rollout)) : due;
        }
        if (state.blind().isPresent() || tooLong) {
            return state.blind()
                    .map(why -> giveUp(rollout, NetReason.JOURNAL_UNREADABLE, why))
                    .orElseGet(() -> tooLong(rollout));
        }
        return superseder(state, rollout)
                .map(by -> List.of(Commands.superseded(rollout, by)))
                .orElseGet(() -> up(state, rollout, now, watched));
    }

    /** A candidate that has everything and was watched for so long is not taken back for having been watched. */
    private static List<Lifecycle> tooLong(RolloutState rollout) {
        return rollout.baking()
                ? List.of(Leaving.begins(rollout))
                : giveUp(rollout, NetReason.OPEN_TOO_LONG, "open for almost " + OPEN_MAX.toDays() + " days");
    }

    /** A waiting start that was to end the open rollout, and whose writer did not come to it. */
    private static Optional<RolloutId> superseder(TargetState state, RolloutState rollout) {
        return state.queue().stream()
                .map(Queued::start)
                .filter(start -> start.plan().onConflict() == OnConflict.SUPERSEDE)
                .filter(start -> state.started(start.startKey())
                        .filter(known -> !rollout.requestedAt().isAfter(known.at()))
                        .isPresent())
                .map(Lifecycle.RolloutQueued::rollout)
                .findFirst();
    }

    /** Until when a rollout may stay as it is; one on its way back has an hour, however late it began. */
    private static Instant end(RolloutState rollout) {
        Instant last = rollout.requestedAt().plus(OPEN_MAX);
        return switch (rollout.phase()) {
            case Phase.Failing p -> latest(last, p.since().plus(WAY_BACK));
            case Phase.Restoring p -> latest(last, p.since().plus(WAY_BACK));
            case Phase.Restored p -> latest(last, p.at().plus(WAY_BACK).plus(Procedures.longest(rollout.plan())));
            case Phase.Requested p -> last.minus(WAY_BACK);
            case Phase.Ready p -> last.minus(WAY_BACK);
            case Phase.Shifting p -> last.minus(WAY_BACK);
            case Phase.Observing p -> last.minus(WAY_BACK);
            case Phase.Baking p -> last.minus(WAY_BACK);
            case Phase.Closing p -> last;
            case Phase.Finished p -> last;
        };
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Lifecycle unfinished(RolloutState rollout) {
        String missing = rollout.phase() instanceof Phase.Restored
                ? "all routers were restored, and the rollback's procedure did not end"
                : "not every router was restored: " + rollout.delayed();
        return new Lifecycle.RolloutFailed(
                rollout.id(),
                "open for " + OPEN_MAX.toDays() + " days, " + rollout.phase().word() + ": " + missing);
    }

    private static List<Lifecycle> next(Queued queued) {
        Lifecycle.RolloutQueued start = queued.start();
        return List.of(new Lifecycle.RolloutRequested(start.rollout(), start.startKey(), start.by(), start.plan()));
    }

    private static List<Lifecycle> giveUp(RolloutState rollout, NetReason reason, String why) {
        return List.of(
                rollout.exposed()
                        ? new Lifecycle.SafetyNetUsed(rollout.id(), NetAction.RESTORE, reason, why)
                        : new Lifecycle.RolloutFailed(rollout.id(), why));
    }

    private static List<Lifecycle> up(TargetState state, RolloutState rollout, Instant now, boolean watched) {
        boolean stands = standsStill(state, rollout);
        return switch (rollout.phase()) {
            case Phase.Requested p -> requested(rollout, now);
            case Phase.Ready p -> ready(rollout, p.next(), now, stands);
            case Phase.Shifting p -> pausing(rollout).map(List::of).orElse(List.of());
            case Phase.Observing p -> observing(rollout, p, now, stands);
            case Phase.Baking p -> baking(rollout, now, stands || !watched);
            case Phase.Closing p -> List.of();
            case Phase.Failing p -> List.of();
            case Phase.Restoring p -> List.of();
            case Phase.Restored p -> List.of();
            case Phase.Finished p -> List.of();
        };
    }

    private static List<Lifecycle> back(RolloutState rollout, Instant now) {
        return rollout.phase() instanceof Phase.Restored restored ? Returning.due(rollout, restored, now) : List.of();
    }

    /** What a plan wants to have saved is saved before anything moves. */
    private static List<Lifecycle> requested(RolloutState rollout, Instant now) {
        return Backups.missing(rollout, now)
                .map(missing -> switch (missing) {
                    case Backups.Missing.Awaited awaited -> List.<Lifecycle>of();
                    case Backups.Missing.Lost(String why) ->
                        List.<Lifecycle>of(new Lifecycle.RolloutFailed(rollout.id(), why));
                })
                .orElseGet(() -> List.of(new Lifecycle.RolloutStarted(rollout.id())));
    }

    /** Whether something forbids the next move up. */
    private static boolean standsStill(TargetState state, RolloutState rollout) {
        return state.frozen().isPresent()
                || rollout.pause().isPresent()
                || rollout.heldByNet()
                || rollout.troubles().values().stream().anyMatch(trouble -> trouble.reaction() != Reaction.ALERT);
    }

    private static List<Lifecycle> ready(RolloutState rollout, int next, Instant now, boolean stands) {
        return Steps.falls(rollout, now)
                .or(() -> pausing(rollout))
                .map(List::of)
                .orElseGet(() -> stands ? List.of() : upward(rollout, next, now));
    }

    /** Nothing while a step runs, or a workload of the stage is still being brought up. */
    private static List<Lifecycle> upward(RolloutState rollout, int next, Instant now) {
        Optional<Step> step = rollout.nextStep(next);
        if (step.isPresent()) {
            return Steps.rises(rollout, step.get(), now).map(List::of).orElse(List.of());
        }
        if (next >= rollout.plan().stages().size()) {
            return List.of(
                    rollout.plan().bake().isPresent()
                            ? new Lifecycle.BakeStarted(rollout.id())
                            : Leaving.begins(rollout));
        }
        Stage stage = rollout.plan().stages().get(next);
        return rollout.unprepared(next).isEmpty()
                ? List.of(new Lifecycle.StageStarted(rollout.id(), next, stage.name(), stage.weight()))
                : List.of();
    }

    /** What stands in the way of a move up stands in the way of letting the old version go; so does not knowing. */
    private static List<Lifecycle> baking(RolloutState rollout, Instant now, boolean stands) {
        boolean due = rollout.due().filter(at -> !now.isBefore(at)).isPresent();
        return pausing(rollout)
                .map(List::of)
                .orElseGet(() -> due && !stands ? List.of(Leaving.begins(rollout)) : List.of());
    }

    private static List<Lifecycle> observing(
            RolloutState rollout, Phase.Observing observing, Instant now, boolean stands) {
        Optional<Lifecycle> stop = stops(rollout, observing, now).or(() -> Steps.falls(rollout, now));
        if (stop.isPresent() || stands) {
            return stop.map(List::of).orElse(List.of());
        }
        Optional<Step> step = rollout.dueStep();
        if (step.isPresent()) {
            return Steps.rises(rollout, step.get(), now).map(List::of).orElse(List.of());
        }
        Watch watch = observing.watch();
        Stage stage = rollout.plan().stages().get(observing.stage());
        boolean due = rollout.due().filter(at -> !now.isBefore(at)).isPresent();
        if (!due || !watch.validated() || !watch.gateOpen(stage)) {
            return List.of();
        }
        List<Lifecycle> events = new ArrayList<>();
        events.add(new Lifecycle.StageCompleted(rollout.id(), observing.stage()));
        int last = rollout.plan().stages().size() - 1;
        boolean wasLast = observing.stage() == last;
        events.addAll(
                upward(rollout, wasLast ? last + 1 : rollout.promotedFully() ? last : observing.stage() + 1, now));
        return events;
    }

    private static Optional<Lifecycle> stops(RolloutState rollout, Phase.Observing observing, Instant now) {
        Watch watch = observing.watch();
        Validation validation = rollout.plan().validation();
        Optional<String> failed = watch.failed(validation);
        if (failed.isPresent() && validation.onLimit() == Validation.OnLimit.ROLLBACK) {
            return Optional.of(new Lifecycle.StageFailed(
                    rollout.id(), observing.stage(), StageFailure.VALIDATION_FAILED, failed.get()));
        }
        Optional<Lifecycle> pausing = pausing(rollout);
        if (pausing.isPresent()) {
            return pausing;
        }
        boolean late = validation.onLimit() == Validation.OnLimit.ROLLBACK
                && deadline(rollout).filter(now::isAfter).isPresent();
        boolean waitsForAPerson = !watch.gateOpen(rollout.plan().stages().get(observing.stage()));
        return late && !watch.validated() && !waitsForAPerson
                ? Optional.of(new Lifecycle.StageFailed(
                        rollout.id(),
                        observing.stage(),
                        StageFailure.DEADLINE_PASSED,
                        "not validated within " + rollout.plan().deadline() + " after its time"))
                : Optional.empty();
    }

    /** Until when a stage has to be validated: counted from its time, or from when it had to be judged anew. */
    private static Optional<Instant> deadline(RolloutState rollout) {
        return rollout.due()
                .map(at -> latest(at, anew(rollout).orElse(at)))
                .map(at -> at.plus(rollout.plan().deadline().duration()));
    }

    private static Optional<Instant> anew(RolloutState rollout) {
        return rollout.phase() instanceof Phase.Observing observing
                ? observing.watch().anew().map(Watch.Anew::since)
                : Optional.empty();
    }

    /** A trigger that pauses does so once, whichever version its breach speaks of: a resume forgets it. */
    private static Optional<Lifecycle> pausing(RolloutState rollout) {
        return rollout.troubles().values().stream()
                .filter(trouble ->
                        trouble.reaction() == Reaction.PAUSE && rollout.pause().isEmpty())
                .findFirst()
                .map(trouble -> new Lifecycle.RolloutPaused(
                        rollout.id(),
                        new Requester("health-service", trouble.reading().sentence()),
                        Optional.empty()));
    }

    /** When the target should be looked at again though nothing was read, by the journal's time. */
    public static Optional<Instant> nextLook(TargetState state, Instant now) {
        return state.open().flatMap(rollout -> {
            return Stream.concat(
                            Stream.of(
                                            rollout.due(),
                                            deadline(rollout).map(at -> at.plusMillis(1)),
                                            Leaving.limit(rollout),
                                            Backups.deadline(rollout),
                                            Optional.of(end(rollout).plusMillis(1)))
                                    .flatMap(Optional::stream),
                            Steps.moments(rollout))
                    .filter(at -> at.isAfter(now))
                    .min(Instant::compareTo);
        });
    }
}
