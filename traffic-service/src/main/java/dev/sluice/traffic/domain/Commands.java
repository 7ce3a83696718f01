package dev.sluice.traffic.domain;

import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.story.RestoreStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.wire.TargetSnapshot;
import dev.sluice.events.wire.WireTypes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What each command does, or why it is refused. A command that was answered before gives no events. */
final class Commands {
    private static final int QUEUE_MAX = 10;

    private Commands() {}

    static List<Lifecycle> decide(TargetState state, Commanded commanded) {
        if (state.answered(commanded.id())) {
            return List.of();
        }
        return switch (commanded.command()) {
            case Command.Start start -> start(state, commanded, start);
            case Command.Steer steer -> steer(state, commanded, steer);
            case Command.Freeze freeze -> freeze(state, commanded, freeze);
            case Command.Thaw thaw -> thaw(state, commanded, thaw);
        };
    }

    private static List<Lifecycle> freeze(TargetState state, Commanded commanded, Command.Freeze c) {
        return state.frozen().isPresent()
                ? refused(commanded, Optional.empty(), RefusalCode.NOT_NOW, state.target() + " is frozen already")
                : List.of(new Lifecycle.TargetFrozen(c.by(), commanded.id()));
    }

    private static List<Lifecycle> thaw(TargetState state, Commanded commanded, Command.Thaw c) {
        return state.frozen().isPresent()
                ? List.of(new Lifecycle.TargetThawed(c.by(), commanded.id()))
                : refused(commanded, Optional.empty(), RefusalCode.NOT_NOW, state.target() + " is not frozen");
    }

    private static List<Lifecycle> start(TargetState state, Commanded commanded, Command.Start start) {
        Optional<TargetSnapshot.Start> before = state.started(start.startKey());
        if (before.isPresent()) {
            boolean same = before.get().planDigest().equals(TargetState.digest(start.plan()));
            return same
                    ? List.of()
                    : refused(
                            commanded,
                            Optional.of(before.get().rollout()),
                            RefusalCode.KEY_REUSED,
                            "the idempotency key " + start.startKey() + " started another plan before");
        }
        RolloutId id = RolloutId.of(commanded.target(), start.startKey());
        Lifecycle requested = new Lifecycle.RolloutRequested(id, start.startKey(), start.by(), start.plan());
        if (state.open().isEmpty() && state.queue().isEmpty()) {
            return List.of(requested);
        }
        // A bake is over when the next version comes: its target was free for it all the time.
        Optional<RolloutState> baking = state.open().filter(RolloutState::baking);
        if (baking.isPresent() && state.queue().isEmpty() && !letsGoInSpite(baking.get())) {
            // The start is decided again once the old version is being let go, or turns out not to be.
            Lifecycle ended = bakeEnded(baking.get(), start.by(), Optional.empty());
            return ended instanceof Lifecycle.RolloutCompleted ? List.of(ended, requested) : List.of(ended);
        }
        if (state.open().filter(RolloutState::closing).isPresent()
                && state.queue().isEmpty()) {
            return List.of(queued(start, id));
        }
        return conflicting(state, commanded, start, id);
    }

    private static Lifecycle queued(Command.Start start, RolloutId id) {
        return new Lifecycle.RolloutQueued(id, start.startKey(), start.by(), start.plan());
    }

    private static List<Lifecycle> conflicting(
            TargetState state, Commanded commanded, Command.Start start, RolloutId id) {
        Lifecycle queued = queued(start, id);
        String open = state.open().map(rollout -> rollout.id().text()).orElse("a rollout that waits");
        if (state.queue().size() >= QUEUE_MAX) {
            return refused(commanded, Optional.of(id), RefusalCode.TARGET_BUSY, QUEUE_MAX + " starts wait already");
        }
        return switch (start.plan().onConflict()) {
            case REFUSE ->
                refused(
                        commanded,
                        Optional.of(id),
                        RefusalCode.TARGET_BUSY,
                        open + " has the target; onConflict: queue or supersede would change that");
            case QUEUE -> List.of(queued);
            case SUPERSEDE ->
                state.open()
                        .filter(RolloutState::goingUp)
                        .map(rollout -> List.of(queued, superseded(rollout, id)))
                        .orElse(List.of(queued));
        };
    }

    /** The open rollout gives way to one that waits. Decided with the start, or after a crash between the two events. */
    static Lifecycle superseded(RolloutState rollout, RolloutId by) {
        Requester why = new Requester("traffic-service", "superseded by " + by);
        return ending(rollout, why, new EventId("supersede/" + by), RestoreCause.ABORT);
    }

    /** What ends a rollout on somebody's word: nothing is restored where nothing was moved. */
    private static Lifecycle ending(RolloutState rollout, Requester by, EventId command, RestoreCause cause) {
        return rollout.exposed()
                ? new Lifecycle.RestoreStarted(rollout.id(), cause, by, command)
                : new Lifecycle.RolloutAborted(rollout.id(), by, Optional.of(command));
    }

    private static List<Lifecycle> steer(TargetState state, Commanded commanded, Command.Steer steer) {
        Optional<RolloutState> open =
                state.open().filter(rollout -> rollout.id().equals(steer.rollout()));
        if (open.isPresent()) {
            return steer(open.get(), commanded, steer);
        }
        boolean past = state.rollout(steer.rollout()).isPresent()
                || state.recent().stream().anyMatch(known -> known.rollout().equals(steer.rollout()));
        boolean waits = state.queue().stream().anyMatch(queued -> queued.id().equals(steer.rollout()));
        if (waits && steer instanceof Command.Abort withdrawal) {
            return List.of(new Lifecycle.RolloutAborted(steer.rollout(), withdrawal.by(), Optional.of(commanded.id())));
        }
        if (past || waits) {
            String why = past
                    ? "has ended"
                    : "waits for another rollout to end; only abort, which withdraws it, is possible";
            return refused(commanded, Optional.of(steer.rollout()), RefusalCode.NOT_NOW, steer.rollout() + " " + why);
        }
        return refused(
                commanded,
                Optional.of(steer.rollout()),
                RefusalCode.NO_SUCH_ROLLOUT,
                commanded.target() + " has no rollout " + steer.rollout());
    }

    private static List<Lifecycle> steer(RolloutState rollout, Commanded commanded, Command.Steer steer) {
        if (rollout.closing()) {
            return notNow(
                    rollout,
                    commanded,
                    "is complete, and its old version is being shut down: to go back, start a rollout of it");
        }
        return switch (steer) {
            case Command.Pause c -> pause(rollout, commanded, c);
            case Command.Resume c -> resume(rollout, commanded, c);
            case Command.Promote c -> promote(rollout, commanded, c);
            case Command.Abort c ->
                rollout.goingUp()
                        ? List.of(ending(rollout, c.by(), commanded.id(), RestoreCause.ABORT))
                        : notNow(rollout, commanded, "is on its way back already");
            case Command.RollBack c ->
                List.of(
                        rollout.exposed() || !rollout.goingUp()
                                ? new Lifecycle.RestoreStarted(
                                        rollout.id(), RestoreCause.ROLLBACK, c.by(), commanded.id())
                                : new Lifecycle.RolloutAborted(rollout.id(), c.by(), Optional.of(commanded.id())));
            case Command.DecideRestore c -> decideRestore(rollout, commanded, c);
        };
    }

    /** rollback-service reads the same command and states the answer; what it could not be an answer to is refused here. */
    private static List<Lifecycle> decideRestore(RolloutState rollout, Commanded commanded, Command.DecideRestore c) {
        Optional<RestoreStory> story = rollout.rollback().map(rollback -> rollback.data(c.store()));
        if (story.flatMap(RestoreStory::proposedAt).isEmpty()) {
            return notNow(rollout, commanded, "does not ask about the data of " + c.store());
        }
        // The answer may be this very command's: rollback-service reads it too, and may be the faster one.
        boolean others = story.flatMap(RestoreStory::decidedBy)
                .filter(by -> !by.equals(c.by()))
                .isPresent();
        return others
                ? notNow(
                        rollout,
                        commanded,
                        "has its answer about the data of " + c.store() + ": " + answer(story.get()))
                : List.of();
    }

    private static String answer(RestoreStory story) {
        String word = story.decision()
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .orElse("");
        return word + ", by " + story.decidedBy().map(Requester::who).orElse("nobody");
    }

    private static List<Lifecycle> pause(RolloutState rollout, Commanded commanded, Command.Pause c) {
        if (!rollout.goingUp()) {
            return notNow(rollout, commanded, "is on its way back");
        }
        return rollout.pause().isPresent()
                ? notNow(rollout, commanded, "is paused already")
                : List.of(new Lifecycle.RolloutPaused(rollout.id(), c.by(), Optional.of(commanded.id())));
    }

    private static List<Lifecycle> resume(RolloutState rollout, Commanded commanded, Command.Resume c) {
        return rollout.goingUp() && rollout.pause().isPresent()
                ? List.of(new Lifecycle.RolloutResumed(rollout.id(), c.by(), commanded.id()))
                : notNow(rollout, commanded, "is not paused");
    }

    private static List<Lifecycle> promote(RolloutState rollout, Commanded commanded, Command.Promote c) {
        if (rollout.baking()) {
            return letsGoInSpite(rollout)
                    ? notNow(rollout, commanded, "has a breach that calls for a rollback: its old version stays")
                    : List.of(bakeEnded(rollout, c.by(), Optional.of(commanded.id())));
        }
        if (rollout.observing().isEmpty()) {
            return notNow(
                    rollout,
                    commanded,
                    "is not being observed, so there is no wait to skip; its phase is "
                            + rollout.phase().word());
        }
        if (rollout.pause().isPresent()) {
            return notNow(rollout, commanded, "is paused: resume it first");
        }
        int stage = rollout.observing().get().stage();
        return List.of(
                c.full()
                        ? new Lifecycle.PromotedFully(rollout.id(), stage, c.by(), commanded.id())
                        : new Lifecycle.GateOpened(rollout.id(), stage, c.by(), commanded.id()));
    }

    /** Whether an end would take the way back from a candidate that is bad. */
    private static boolean letsGoInSpite(RolloutState rollout) {
        return rollout.awaitsRollback()
                && !rollout.plan().retiredOnceComplete(true).isEmpty();
    }

    /**
     * A start that ends a bake is answered by its own event only: it must be decided again if that one is lost. Where the old
     * version is to be shut down, the start waits for that.
     */
    private static Lifecycle bakeEnded(RolloutState rollout, Requester by, Optional<EventId> command) {
        return rollout.plan().retiredOnceComplete(true).isEmpty()
                ? new Lifecycle.RolloutCompleted(rollout.id(), Optional.of(by), command)
                : new Lifecycle.ClosingStarted(rollout.id(), Optional.of(by), command);
    }

    private static List<Lifecycle> notNow(RolloutState rollout, Commanded commanded, String why) {
        return refused(commanded, Optional.of(rollout.id()), RefusalCode.NOT_NOW, rollout.id() + " " + why);
    }

    private static List<Lifecycle> refused(
            Commanded commanded, Optional<RolloutId> about, RefusalCode code, String detail) {
        return List.of(new Lifecycle.CommandRefused(
                about,
                commanded.id(),
                WireTypes.of(commanded.command()).name(),
                code,
                detail,
                commanded.command().by()));
    }
}
