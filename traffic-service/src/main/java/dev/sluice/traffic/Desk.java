package dev.sluice.traffic;

import dev.sluice.chassis.Journal;
import dev.sluice.chassis.Loop;
import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.wire.Codec;
import dev.sluice.traffic.domain.Decider;
import dev.sluice.traffic.domain.Input;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where one target is decided: one input at a time, each decided on the newest state, appended, and done only when it was
 * read back. An input whose events lost against another writer's is decided again. Used on the loop only.
 */
final class Desk {
    private static final Logger LOG = Logger.getLogger(Desk.class);
    private static final Duration RETRY = Duration.ofMillis(300);
    private static final Duration READ_BACK = Duration.ofSeconds(10);

    /** An input that waits, and who hears when it is decided for good. */
    private record Waiting(Input input, Optional<String> cause, Runnable done) {}

    /**
     * Events that were sent and not read back so far.
     *
     * @param answers whether one of them names the command that it answers
     * @param starts whether one of them takes a start up
     */
    private record Sent(Waiting waiting, List<EventId> ids, long lastVersion, boolean answers, boolean starts) {}

    private final Supplier<TargetState> state;
    private final UnaryOperator<TargetState> seen;
    private final BooleanSupplier watched;
    private final Supplier<Instant> now;
    private final Journal journal;
    private final Loop loop;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** The trace context of the newest record: what is due by time or by an outcome belongs to it. */
    private Optional<String> newestCause = Optional.empty();

    private @Nullable Sent sent;
    private boolean resting;

    /**
     * A desk.
     *
     * @param state the target's own
     * @param seen as it counts under what stands over all targets
     * @param watched whether health is known to watch the open rollout, and to have found nothing
     */
    Desk(
            Supplier<TargetState> state,
            UnaryOperator<TargetState> seen,
            BooleanSupplier watched,
            Supplier<Instant> now,
            Journal journal,
            Loop loop) {
        this.state = state;
        this.seen = seen;
        this.watched = watched;
        this.now = now;
        this.journal = journal;
        this.loop = loop;
    }

    /** A command; {@code done} runs when its accepted events or its refusal have been read back. */
    void ask(Commanded command, Runnable done) {
        waiting.addLast(new Waiting(new Input.Asked(command), command.traceparent(), done));
        work();
    }

    /** An outcome or the net's word: before the commands that wait. One that waits already is not repeated. */
    void tell(Input input, Optional<String> cause) {
        if (waiting.stream().anyMatch(each -> each.input().equals(input))) {
            return;
        }
        waiting.addFirst(new Waiting(input, cause.or(() -> newestCause), () -> {}));
        work();
    }

    /** Something may be due. */
    void look(Optional<String> cause) {
        newestCause = cause.or(() -> newestCause);
        if (sent == null && waiting.isEmpty()) {
            waiting.addLast(new Waiting(new Input.Looked(watched.getAsBoolean()), newestCause, () -> {}));
        }
        work();
    }

    /** A record of the target was accepted with this id; the state is the one after it. */
    void read(EventId id) {
        Sent out = sent;
        if (out == null) {
            return;
        }
        boolean complete = id.equals(out.ids().getLast());
        boolean lost = !out.ids().contains(id)
                && state.get().gate().version() >= out.lastVersion() - out.ids().size() + 1;
        if (complete && voided(out)) {
            LOG.debugf("%s is void, since a rollback was requested meanwhile, and is decided again", out.ids());
            again(out);
        } else if (complete) {
            sent = null;
            out.waiting().done().run();
        } else if (lost) {
            LOG.debugf("%s lost against %s and is decided again", out.ids(), id);
            again(out);
        }
    }

    /**
     * What should answer a command and was void leaves it unanswered: decided again it is refused, and somebody hears. So
     * does a start for which something else had to happen first.
     */
    private boolean voided(Sent out) {
        if (!(out.waiting().input() instanceof Input.Asked asked)) {
            return false;
        }
        if (asked.command().command() instanceof Command.Start start && (out.starts() || !out.answers())) {
            return state.get().started(start.startKey()).isEmpty();
        }
        return out.answers()
                && state.get().open().isPresent()
                && !state.get().answered(asked.command().id());
    }

    /**
     * The net's word to restore, which was acted on, goes before all else. What was due by time is not kept but looked for
     * anew: what was fresh may be stale.
     */
    private void again(Sent out) {
        sent = null;
        if (out.waiting().input() instanceof Input.Looked) {
            return;
        }
        Waiting first = waiting.peekFirst();
        boolean netActed = first != null && Decider.restoresAtOnce(first.input());
        if (netActed) {
            waiting.removeFirst();
        }
        waiting.addFirst(out.waiting());
        if (netActed) {
            waiting.addFirst(first);
        }
    }

    private void work() {
        while (sent == null && !resting && !waiting.isEmpty()) {
            Waiting next = waiting.removeFirst();
            TargetState known = state.get();
            TargetState counts = Decider.concernsItselfAlone(next.input()) ? known : seen.apply(known);
            List<Lifecycle> events = Decider.decide(counts, next.input(), now.get());
            if (events.isEmpty()) {
                next.done().run();
            } else {
                append(known, next, events);
            }
        }
    }

    private void append(TargetState known, Waiting next, List<Lifecycle> events) {
        List<Proposed> proposed = new ArrayList<>();
        long version = known.gate().version();
        Optional<EventId> after = known.gate().last();
        for (Lifecycle event : events) {
            Proposed each = Codec.propose(known.target(), ++version, after, event);
            after = Optional.of(each.id());
            proposed.add(each);
        }
        boolean answers = events.stream().anyMatch(event -> event.answers().isPresent());
        boolean starts = events.stream()
                .anyMatch(event ->
                        event instanceof Lifecycle.RolloutRequested || event instanceof Lifecycle.RolloutQueued);
        Sent out = new Sent(next, proposed.stream().map(Proposed::id).toList(), version, answers, starts);
        sent = out;
        loop.after(READ_BACK, () -> overdue(out));
        journal.append(proposed, next.cause()).whenComplete((done, failure) -> {
            if (failure != null) {
                loop.post(() -> failed(out, failure));
            }
        });
    }

    private void failed(Sent out, Throwable failure) {
        if (sent != out) {
            return;
        }
        LOG.warnf("the journal did not take %s, decided again: %s", out.ids(), failure.getMessage());
        again(out);
        resting = true;
        loop.after(RETRY, () -> {
            resting = false;
            look(Optional.empty());
        });
    }

    private void overdue(Sent out) {
        if (sent == out) {
            LOG.warnf("%s were not read back within %s, decided again", out.ids(), READ_BACK);
            again(out);
            look(Optional.empty());
        }
    }

    /** The partition is another's now. What waits here is read again by its new owner. */
    void close() {
        waiting.clear();
        sent = null;
        resting = false;
    }
}
