package dev.sluice.health;

import dev.sluice.chassis.Loop;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.health.domain.Owed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Brings facts into the journal: one at a time on each topic, until it was read back. What could not be appended is tried
 * again as long as it is owed, as the same fact, since it may stand in the journal nevertheless.
 */
final class FactDesk {
    private static final Logger LOG = Logger.getLogger(FactDesk.class);
    private final Surroundings around;
    private final Target target;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Runnable retry;
    private boolean closed;

    /** A fact that was sent; {@code waiting} is the timer that sends it again. */
    private static final class Entry {
        private final Owed owed;
        private final Proposed proposed;
        private boolean underWay = true;
        private Optional<Loop.Timer> waiting = Optional.empty();

        Entry(Owed owed, Proposed proposed) {
            this.owed = owed;
            this.proposed = proposed;
        }
    }

    /** Calls {@code retry} on the loop when something may be owed again. */
    FactDesk(Surroundings around, Target target, Runnable retry) {
        this.around = around;
        this.target = target;
        this.retry = retry;
    }

    /** Hands out, and forgets, what the journal holds by now. */
    void settle(TargetState state, Consumer<Owed> told) {
        List<Entry> read = entries.values().stream()
                .filter(entry -> state.facts().contains(entry.proposed.id()))
                .toList();
        for (Entry entry : read) {
            forget(entry);
            told.accept(entry.owed);
        }
    }

    /** Sends what is owed and not under way. What is owed no more, and was not appended, is forgotten. */
    void owe(List<Owed> owed, Optional<String> cause) {
        for (Entry entry : new ArrayList<>(entries.values())) {
            boolean still = owed.stream().anyMatch(one -> same(one, entry.owed));
            if (!still && !entry.underWay) {
                forget(entry);
            }
        }
        for (Owed one : owed) {
            if (!entries.containsKey(one.topic().key())) {
                Entry entry = new Entry(one, Codec.propose(target, one.fact()));
                entries.put(one.topic().key(), entry);
                send(entry, cause);
            }
        }
    }

    private static boolean same(Owed one, Owed other) {
        return one.topic().equals(other.topic())
                && one.fact().getClass().equals(other.fact().getClass());
    }

    private void send(Entry entry, Optional<String> cause) {
        around.journal().append(List.of(entry.proposed), cause).whenComplete((done, failure) -> around.loop()
                .post(() -> sent(entry, failure == null, cause)));
    }

    private void sent(Entry entry, boolean appended, Optional<String> cause) {
        Fact fact = entry.proposed.event() instanceof Fact known ? known : entry.owed.fact();
        around.meters().fact(fact.getClass().getSimpleName(), appended);
        if (closed || entries.get(entry.owed.topic().key()) != entry) {
            return;
        }
        if (!appended) {
            LOG.warnf("could not append %s of %s, trying on", entry.proposed.id(), target);
            entry.underWay = false;
        }
        entry.waiting = Optional.of(around.loop()
                .after(appended ? around.config().readBack() : around.config().retry(), () -> again(entry, cause)));
    }

    private void again(Entry entry, Optional<String> cause) {
        entry.underWay = false;
        retry.run();
        if (!closed && entries.get(entry.owed.topic().key()) == entry) {
            entry.underWay = true;
            send(entry, cause);
        }
    }

    private void forget(Entry entry) {
        entry.waiting.ifPresent(Loop.Timer::cancel);
        entries.remove(entry.owed.topic().key(), entry);
    }

    void close() {
        closed = true;
        entries.values().forEach(entry -> entry.waiting.ifPresent(Loop.Timer::cancel));
        entries.clear();
    }
}
