package dev.sluice.events.story;

import dev.sluice.events.journal.Freeze;
import dev.sluice.events.journal.VersionGate;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Digest;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.TargetSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything that the journal says of one target. All readers that have read the same records have the same state.
 *
 * @param gate the newest accepted lifecycle event
 * @param open the rollout that has the target
 * @param latest the one that ended last, as far as it was read
 * @param facts the ids of the facts read, and marks of the commands answered, since the open rollout began
 * @param frozen nothing of the target moves up, on somebody's word
 * @param blind why no shift may be made: a record of the open rollout could not be read, which is over when the rollout
 *     is, or one that this reader had to understand is of a type that it does not know, which a newer reader mends
 * @param notUnderstood where the first record of the second kind stands; whoever begins later must meet it too
 * @param covers the offset of the newest record that was read
 */
public record TargetState(
        Target target,
        VersionGate gate,
        Optional<RolloutState> open,
        Anchor anchor,
        Optional<RolloutState> latest,
        List<Queued> queue,
        List<TargetSnapshot.Start> starts,
        List<TargetSnapshot.Past> recent,
        Set<EventId> facts,
        Optional<Freeze> frozen,
        Optional<String> blind,
        Optional<Anchor> notUnderstood,
        long covers) {
    public static TargetState unknown(Target target) {
        return new TargetState(
                target,
                VersionGate.NEW,
                Optional.empty(),
                new Anchor(0, VersionGate.NEW),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                -1);
    }

    /** As a snapshot tells it: to be read on from its {@code replayFrom}. */
    public static TargetState resumed(TargetSnapshot snapshot) {
        VersionGate gate = new VersionGate(snapshot.version(), snapshot.last());
        return new TargetState(
                snapshot.target(),
                gate,
                Optional.empty(),
                new Anchor(snapshot.replayFrom(), gate),
                Optional.empty(),
                List.of(),
                snapshot.starts(),
                snapshot.recent(),
                Set.of(),
                snapshot.frozen(),
                Optional.empty(),
                Optional.empty(),
                snapshot.replayFrom() - 1);
    }

    /** What a reader that comes later needs to begin with; the open rollout and the waiting starts are read again. */
    public TargetSnapshot snapshot() {
        Anchor from = Stream.of(
                        open.map(rollout -> anchor).stream(),
                        queue.stream().map(Queued::anchor),
                        notUnderstood.stream())
                .flatMap(Function.identity())
                .min(Comparator.comparingLong(Anchor::offset))
                .orElse(new Anchor(covers + 1, gate));
        return new TargetSnapshot(
                target, covers, from.before().version(), from.before().last(), from.offset(), starts, recent, frozen);
    }

    /** The open or the newest finished rollout with this id. */
    public Optional<RolloutState> rollout(RolloutId id) {
        return Stream.concat(open.stream(), latest.stream())
                .filter(rollout -> rollout.id().equals(id))
                .findFirst();
    }

    /** The start that this key began, if it did in the last seven days. */
    public Optional<TargetSnapshot.Start> started(StartKey key) {
        return starts.stream().filter(start -> start.key().equals(key)).findFirst();
    }

    /** Whether the open rollout's history holds the answer to this command already. */
    public boolean answered(EventId command) {
        return facts.contains(mark(command));
    }

    /** Strangers choose the ids of commands: one must never pass for a fact, whose ids have no colon in this place. */
    static EventId mark(EventId command) {
        return new EventId("command:" + Digest.of(command.text(), 26));
    }

    /** What tells two plans apart that come under one key. */
    public static String digest(Plan plan) {
        return Digest.of(Codec.json(plan), 20);
    }

    /** As it counts while another freeze stands over all targets: nothing moves up while either does. */
    public TargetState under(Optional<Freeze> everywhere) {
        return everywhere.isEmpty() || frozen.isPresent() ? this : withFrozen(everywhere);
    }

    TargetState withFrozen(Optional<Freeze> now) {
        return changed(draft -> draft.frozen = now);
    }

    TargetState withOpen(Optional<RolloutState> rollout) {
        return changed(draft -> draft.open = rollout);
    }

    TargetState opened(RolloutState rollout, Anchor at, List<Queued> waiting) {
        return changed(draft -> {
            draft.open = Optional.of(rollout);
            draft.anchor = at;
            draft.queue = waiting;
            draft.facts = Set.of();
        });
    }

    TargetState ended(RolloutState rollout, List<TargetSnapshot.Past> past) {
        return changed(draft -> {
            draft.open = Optional.empty();
            draft.latest = Optional.of(rollout);
            draft.recent = past;
            draft.blind = notUnderstood.flatMap(at -> blind);
        });
    }

    TargetState withQueue(List<Queued> waiting) {
        return changed(draft -> draft.queue = List.copyOf(waiting));
    }

    TargetState withStarts(List<TargetSnapshot.Start> known) {
        return changed(draft -> draft.starts = List.copyOf(known));
    }

    TargetState withFacts(Set<EventId> known) {
        return changed(draft -> draft.facts = Set.copyOf(known));
    }

    /** Until the open rollout has ended; what had to be understood weighs more. */
    TargetState blinded(String why) {
        return notUnderstood.isPresent() ? this : blindedBy(why, notUnderstood);
    }

    /** For as long as this reader reads. */
    TargetState blindedFrom(Anchor at, String why) {
        return notUnderstood.isPresent() ? this : blindedBy(why, Optional.of(at));
    }

    private TargetState blindedBy(String why, Optional<Anchor> at) {
        return changed(draft -> {
            draft.blind = Optional.of(why);
            draft.notUnderstood = at;
        });
    }

    TargetState passed(VersionGate next) {
        return changed(draft -> draft.gate = next);
    }

    TargetState read(long offset) {
        return changed(draft -> draft.covers = offset);
    }

    private TargetState changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done(target);
    }

    /** What may change of a target's state, while it does. */
    private static final class Draft {
        private VersionGate gate;
        private Optional<RolloutState> open;
        private Anchor anchor;
        private Optional<RolloutState> latest;
        private List<Queued> queue;
        private List<TargetSnapshot.Start> starts;
        private List<TargetSnapshot.Past> recent;
        private Set<EventId> facts;
        private Optional<Freeze> frozen;
        private Optional<String> blind;
        private Optional<Anchor> notUnderstood;
        private long covers;

        private Draft(TargetState from) {
            gate = from.gate;
            open = from.open;
            anchor = from.anchor;
            latest = from.latest;
            queue = from.queue;
            starts = from.starts;
            recent = from.recent;
            facts = from.facts;
            frozen = from.frozen;
            blind = from.blind;
            notUnderstood = from.notUnderstood;
            covers = from.covers;
        }

        private TargetState done(Target target) {
            return new TargetState(
                    target,
                    gate,
                    open,
                    anchor,
                    latest,
                    queue,
                    starts,
                    recent,
                    facts,
                    frozen,
                    blind,
                    notUnderstood,
                    covers);
        }
    }
}
