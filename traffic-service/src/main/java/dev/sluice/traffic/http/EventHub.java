package dev.sluice.traffic.http;

import dev.sluice.events.journal.Recorded;
import dev.sluice.events.value.RolloutId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The journal as a stream for people: the newest 20,000 events that this instance read, then what comes. Published on the
 * loop, subscribed to from any thread; a subscriber that does not keep up is cut off and comes again where it was.
 */
@ApplicationScoped
public class EventHub {
    private static final int KEPT = 20_000;
    private static final int AHEAD = 10_000;
    private final Deque<Recorded> newest = new ArrayDeque<>();
    private final Set<Follower> followers = new LinkedHashSet<>();

    /** One more event was read. */
    public synchronized void publish(Recorded recorded) {
        newest.addLast(recorded);
        if (newest.size() > KEPT) {
            newest.removeFirst();
        }
        // A copy: who is cut off by it leaves.
        List.copyOf(followers).forEach(each -> each.take(recorded));
    }

    /** The events of one rollout, or of all, that are known; after the one with this place if it is given. */
    public synchronized List<Recorded> known(Optional<RolloutId> rollout, Optional<String> after) {
        List<Recorded> all =
                newest.stream().filter(each -> about(each, rollout)).toList();
        int from = 0;
        for (int i = 0; i < all.size(); i++) {
            if (after.filter(place(all.get(i))::equals).isPresent()) {
                from = i + 1;
            }
        }
        return new ArrayList<>(all.subList(from, all.size()));
    }

    /** The same, and then what comes: each event once, whenever it is subscribed to. */
    public Multi<Recorded> follow(Optional<RolloutId> rollout, Optional<String> after) {
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            Follower follower = new Follower(rollout, emitter);
                            join(follower, after);
                            // Called at once when the subscriber is gone already.
                            emitter.onTermination(() -> leave(follower));
                        },
                        KEPT + AHEAD);
    }

    private synchronized void join(Follower follower, Optional<String> after) {
        followers.add(follower);
        known(follower.rollout(), after).forEach(follower::take);
    }

    private synchronized void leave(Follower follower) {
        followers.remove(follower);
    }

    private record Follower(Optional<RolloutId> rollout, MultiEmitter<? super Recorded> emitter) {
        void take(Recorded recorded) {
            if (about(recorded, rollout)) {
                emitter.emit(recorded);
            }
        }
    }

    /** Where an event stands, {@code partition:offset}: the id of its server-sent event. */
    public static String place(Recorded recorded) {
        return recorded.meta().partition() + ":" + recorded.meta().offset();
    }

    private static boolean about(Recorded recorded, Optional<RolloutId> rollout) {
        return rollout.isEmpty() || recorded.event().about().equals(rollout);
    }
}
