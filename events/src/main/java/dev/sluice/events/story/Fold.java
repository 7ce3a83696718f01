package dev.sluice.events.story;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Meta;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.value.EventId;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Headers;
import dev.sluice.events.wire.Poison;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How every reader reads the journal: the gate first, then the type, then the event. Pure; it never throws on what a
 * record holds.
 */
public final class Fold {
    /** What became of a record. */
    public enum Fate {
        /** It is history now. */
        ACCEPTED,
        /** It lost against another writer's event, or its writer was no longer the owner. */
        DROPPED,
        /** A fact that was read before. */
        DUPLICATE,
        /** A type that this reader does not know; its version counts. */
        UNKNOWN,
        /** It can't be read: its target is blind until the open rollout has ended. */
        POISON
    }

    /**
     * One record read.
     *
     * @param recorded the event, if it was accepted
     * @param problem what was wrong, if it is POISON or a type that had to be understood
     */
    public record Step(TargetState state, Fate fate, Optional<Recorded> recorded, Optional<String> problem) {}

    private Fold() {}

    public static Step read(TargetState before, ConsumerRecord<byte[], byte[]> record) {
        TargetState state = before.read(record.offset());
        Headers headers;
        try {
            headers = Headers.of(record);
        } catch (Poison e) {
            return poison(state, String.valueOf(e.getMessage()));
        }
        if (!state.gate().admits(headers.version(), headers.after())) {
            return new Step(state, Fate.DROPPED, Optional.empty(), Optional.empty());
        }
        Anchor at = new Anchor(record.offset(), state.gate());
        return admitted(state.passed(state.gate().passed(headers.version(), headers.id())), at, headers, record);
    }

    private static Step admitted(TargetState state, Anchor at, Headers headers, ConsumerRecord<byte[], byte[]> record) {
        try {
            Optional<Object> message = Codec.decode(headers, record);
            if (message.isEmpty()) {
                return unknown(state, at, headers);
            }
            if (!(message.get() instanceof JournalEvent event)) {
                return poison(state, headers.type() + " does not belong in the journal");
            }
            if (event instanceof Lifecycle == headers.version().isEmpty()) {
                return poison(
                        state, headers.type() + " " + headers.id() + ": exactly lifecycle events have a ce_version");
            }
            if (event instanceof Fact && state.facts().contains(headers.id())) {
                return new Step(state, Fate.DUPLICATE, Optional.empty(), Optional.empty());
            }
            Recorded recorded = new Recorded(meta(state, headers, record), event);
            TargetState next = evolve(state, at, recorded);
            return new Step(next, Fate.ACCEPTED, Optional.of(recorded), Optional.empty());
        } catch (Poison | IllegalStateException e) {
            return poison(state, headers.type() + " " + headers.id() + ": " + e.getMessage());
        }
    }

    /** The state after an accepted event. An event that can't follow on the state throws: it is a bug of its writer. */
    static TargetState evolve(TargetState state, Anchor at, Recorded recorded) {
        return switch (recorded.event()) {
            case Lifecycle event -> {
                TargetState next = LifecycleFold.evolve(state, at, event, recorded.meta());
                boolean kept = next.open().isPresent() || state.open().isPresent();
                yield event.answers()
                        .filter(command -> kept && !LifecycleFold.isVoid(state, event))
                        .map(command -> next.withFacts(plus(next.facts(), TargetState.mark(command))))
                        .orElse(next);
            }
            case Fact fact -> {
                TargetState next = FactFold.evolve(state, fact, recorded.meta());
                yield next.withFacts(plus(next.facts(), recorded.meta().id()));
            }
        };
    }

    private static Set<EventId> plus(Set<EventId> facts, EventId id) {
        Set<EventId> more = new HashSet<>(facts);
        more.add(id);
        return more;
    }

    private static Step unknown(TargetState state, Anchor at, Headers headers) {
        if (!headers.mustUnderstand()) {
            return new Step(state, Fate.UNKNOWN, Optional.empty(), Optional.empty());
        }
        String problem = headers.type() + " must be understood, and this reader does not know it";
        return new Step(state.blindedFrom(at, problem), Fate.UNKNOWN, Optional.empty(), Optional.of(problem));
    }

    private static Step poison(TargetState state, String problem) {
        TargetState blind = state.open().isPresent() ? state.blinded(problem) : state;
        return new Step(blind, Fate.POISON, Optional.empty(), Optional.of(problem));
    }

    private static Meta meta(TargetState state, Headers headers, ConsumerRecord<byte[], byte[]> record) {
        return new Meta(
                headers.id(),
                headers.type(),
                state.target(),
                headers.version(),
                headers.after(),
                headers.source(),
                Instant.ofEpochMilli(record.timestamp()),
                record.partition(),
                record.offset(),
                headers.traceparent());
    }
}
