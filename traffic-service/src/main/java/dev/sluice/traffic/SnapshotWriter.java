package dev.sluice.traffic;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Outbox;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keeps {@code sluice.targets}: where a reader that comes later begins. Written by the owner of a partition, whenever a
 * target's reading place changed, one after the other in the journal's order: a reader takes what stands before the
 * newest snapshot of a partition for covered, so none may overtake an earlier one that could not be sent. Used on the
 * loop only.
 */
@ApplicationScoped
public class SnapshotWriter {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private final Outbox outbox;
    private final Loop loop;
    private final Codec codec = new Codec("traffic-service");
    private final Map<Target, Long> written = new HashMap<>();
    private final Deque<TargetState> waiting = new ArrayDeque<>();
    private boolean sending;

    @Inject
    public SnapshotWriter(Outbox outbox, Loop loop) {
        this.outbox = outbox;
        this.loop = loop;
    }

    /** Called for each record of a target that this instance acts for. */
    void read(TargetState state, boolean opensOrEnds) {
        if (opensOrEnds || state.open().isEmpty()) {
            write(state);
        }
    }

    /** Called for each target of a partition that was taken over, the one that covers least first. */
    void write(TargetState state) {
        if (written.getOrDefault(state.target(), -1L) >= state.covers()
                || state.gate().last().isEmpty()) {
            return;
        }
        written.put(state.target(), state.covers());
        waiting.addLast(state);
        send();
    }

    private void send() {
        if (sending || waiting.isEmpty()) {
            return;
        }
        sending = true;
        TargetState state = waiting.getFirst();
        EventId id = new EventId("snapshot/" + state.target() + "/" + state.covers());
        outbox.send(codec.encode(id, state.target(), state.snapshot()), Optional.empty())
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        loop.post(() -> sent(state));
                    } else {
                        loop.after(RETRY, this::again);
                    }
                });
    }

    private void sent(TargetState state) {
        waiting.removeIf(each -> each.target().equals(state.target()) && each.covers() <= state.covers());
        again();
    }

    private void again() {
        sending = false;
        send();
    }

    /** The partition is another's now, which writes its snapshots; what waits here would only set readers back. */
    void letGo(Predicate<Target> targets) {
        waiting.removeIf(state -> targets.test(state.target()));
        written.keySet().removeIf(targets);
    }
}
