package dev.sluice.rollback;

import dev.sluice.chassis.Journal;
import dev.sluice.chassis.Loop;
import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The facts on their way to the journal. A kind of fact, about one store if it is about one, is under way at most once per rollout, from the append until it
 * is read back; one that the broker did not take is forgotten after a pause, so that it is looked at again.
 */
final class Appends {
    private static final Logger LOG = Logger.getLogger(Appends.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private final Loop loop;
    private final Journal journal;
    private final Map<Key, CompletableFuture<Void>> underWay = new HashMap<>();

    private record Key(RolloutId rollout, Class<? extends Fact> kind, String occasion) {
        static Key of(Fact fact) {
            String occasion = fact instanceof DataFact data ? data.store().text() : "";
            return new Key(fact.rollout(), fact.getClass(), occasion);
        }
    }

    Appends(Loop loop, Journal journal) {
        this.loop = loop;
        this.journal = journal;
    }

    boolean underWay(RolloutId rollout, Class<? extends Fact> kind) {
        return underWay.keySet().stream().anyMatch(key -> key.rollout().equals(rollout) && key.kind() == kind);
    }

    /**
     * Appends it, unless its like is under way. The stage is that of the append under way; it completes on the loop.
     *
     * @param failed runs on the loop, after the pause, when the broker did not take it
     */
    CompletionStage<Void> append(Target target, Fact fact, Optional<String> cause, Runnable failed) {
        Key key = Key.of(fact);
        CompletableFuture<Void> known = underWay.get(key);
        if (known != null) {
            return known;
        }
        CompletableFuture<Void> appended = new CompletableFuture<>();
        underWay.put(key, appended);
        LOG.infof("%s %s: append %s of version %d", target, fact.rollout(), kind(fact), fact.of());
        journal.append(List.of(Codec.propose(target, fact)), cause)
                .whenComplete((done, failure) -> loop.post(() -> ended(key, appended, failure, failed)));
        return appended;
    }

    /** It was read back. */
    void readBack(Fact fact) {
        underWay.remove(Key.of(fact));
    }

    void forget(RolloutId rollout) {
        underWay.keySet().removeIf(key -> key.rollout().equals(rollout));
    }

    private void ended(Key key, CompletableFuture<Void> appended, @Nullable Throwable failure, Runnable failed) {
        if (failure == null) {
            appended.complete(null);
            return;
        }
        LOG.warnf(
                "%s: the journal did not take %s: %s", key.rollout(), key.kind().getSimpleName(), failure);
        loop.after(PAUSE, () -> {
            underWay.remove(key, appended);
            appended.completeExceptionally(failure);
            failed.run();
        });
    }

    private static String kind(Fact fact) {
        return fact.getClass().getSimpleName();
    }
}
