package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.apiserver.ApiFailure.Conflict;
import dev.sluice.traffic.port.Fence;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A router that is an object of the Kubernetes API. Weights, stamp and latch are one object, so that every write is one
 * compare-and-set on its resourceVersion: when somebody else was faster it is read and decided again at once, until the
 * interrupt or the limit (1 s unless said otherwise). Fields that are not the router's survive as they were written.
 */
public final class ObjectRouter implements TrafficRouter {
    public static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Logger LOG = Logger.getLogger(ObjectRouter.class);
    private final Place place;
    private final ObjectApi api;
    private final Duration limit;

    /**
     * Adapter for one part of one object.
     *
     * @param client the caller's, shared by all routers, asked for at the first call and never closed here
     */
    public ObjectRouter(Place place, Supplier<KubernetesClient> client) {
        this(place, client, LIMIT);
    }

    public ObjectRouter(Place place, Supplier<KubernetesClient> client, Duration limit) {
        this.place = place;
        this.api = new ObjectApi(client);
        this.limit = limit;
    }

    @Override
    public List<String> writes(Split split) {
        return place.obstacle(split)
                .map(obstacle -> List.of("# nothing, it is refused: " + obstacle))
                .orElseGet(() -> place.writes(split));
    }

    @Override
    public Observed shift(Split split, Stamp stamp) throws RouterFailure {
        refuse(place.obstacle(split).map(Refused::new));
        long end = end();
        Optional<Place.Beside> beside = place.beside();
        if (beside.isPresent()) {
            refuse(forbidden(find(end), stamp));
            follow(beside.get(), object -> beside.get().with(object, split), end);
        }
        Standing after = replace(end, standing -> {
            refuse(forbidden(standing, stamp));
            ObjectNode next = standing.shape().split(standing.object(), split);
            Notes.of(standing).write(next, place.part(), new Note(stamp, split.candidate(), false));
            return next;
        });
        refuse(forbidden(after, stamp));
        if (!after.shape().split(after.object(), split).equals(after.object())) {
            throw new Refused("wrote " + String.join("; ", place.writes(split)) + ", reads back with "
                    + observed(after).candidate() + " for the candidate");
        }
        return observed(after);
    }

    @Override
    public Observed restore(Stamp stamp) throws RouterFailure {
        long end = end();
        Standing after = replace(end, standing -> {
            Optional<Note> note = Notes.of(standing).readable(place.part());
            refuse(Fence.againstRestore(stamp, note.map(Note::stamp), note.flatMap(Note::latch)));
            ObjectNode next = standing.shape().restored(standing.object());
            Stamp left = Fence.afterRestore(stamp, note.map(Note::stamp));
            Notes.of(standing).write(next, place.part(), new Note(left, Weight.ZERO, true));
            return next;
        });
        Observed observed = observed(after);
        if (!observed.restored() || !after.shape().restored(after.object()).equals(after.object())) {
            throw new Refused("wrote " + Weight.ZERO + " and a latch to " + after.ref() + ", reads back with "
                    + observed.candidate() + (observed.latch().isPresent() ? "" : " and no latch"));
        }
        place.beside().ifPresent(beside -> leave(beside, end));
        return observed;
    }

    /** What stands beside the split sends nothing to the candidate any more: that it is still there fails no restore. */
    private void leave(Place.Beside beside, long end) {
        try {
            follow(beside, beside::without, end);
        } catch (RouterFailure e) {
            LOG.warnf("%s keeps what a stage has set there: %s", beside.ref(), e.getMessage());
        }
    }

    /**
     * No proxy of these tells of connections, and each ends those to a destination without weight by its own rules. What
     * a restore could not clear beside the split is cleared now.
     */
    @Override
    public Observed sever(Stamp stamp) throws RouterFailure {
        long end = end();
        Standing standing = find(end);
        Optional<Note> note = Notes.of(standing).at(place.part());
        refuse(Fence.againstRestore(stamp, note.map(Note::stamp), note.flatMap(Note::latch)));
        Optional<Place.Beside> beside = place.beside();
        if (beside.isPresent() && note.flatMap(Note::latch).isPresent()) {
            follow(beside.get(), beside.get()::without, end);
        }
        return observed(standing);
    }

    @Override
    public Observed observe() throws RouterFailure {
        return observed(find(end()));
    }

    @Override
    public List<Right> rights() throws RouterFailure {
        long end = end();
        List<Right> rights = new ArrayList<>();
        for (Place.Access access : place.needs()) {
            rights.add(api.right(access, left(end)));
        }
        String to = "find what is split";
        try {
            Standing standing = find(end);
            standing.shape().share(standing.object(), Weight.ZERO);
            if (!standing.ref().plural().equals(place.home().plural())
                    || !standing.ref().namespace().equals(place.home().namespace())) {
                rights.add(api.right(new Place.Access("update", standing.ref()), left(end)));
            }
            rights.add(new Right(to, Right.Answer.HELD, standing.ref() + (standing.exists() ? "" : ", to be made")));
        } catch (Refused e) {
            rights.add(new Right(to, Right.Answer.MISSING, String.valueOf(e.getMessage())));
        }
        return rights;
    }

    /** The client belongs to the caller. */
    @Override
    public void close() {}

    /** What to write over what stands there, or a failure. */
    @FunctionalInterface
    private interface Decision {
        ObjectNode over(Standing standing) throws RouterFailure;
    }

    /** What a second object has to look like. */
    @FunctionalInterface
    private interface Change {
        ObjectNode of(ObjectNode object) throws RouterFailure;
    }

    /** Reads, decides, replaces; again at once when somebody was faster. Returns what reads back. */
    private Standing replace(long end, Decision decision) throws RouterFailure {
        for (int tries = 1; ; tries++) {
            Standing standing = find(end);
            ObjectNode next = decision.over(standing);
            try {
                if (!standing.exists()) {
                    api.create(standing.ref(), next, left(end));
                } else if (next.equals(standing.object())) {
                    return standing;
                } else {
                    api.replace(standing.ref(), next, left(end));
                }
                return find(end);
            } catch (Conflict conflict) {
                again(standing.ref(), tries, end, conflict);
            }
        }
    }

    private void follow(Place.Beside beside, Change change, long end) throws RouterFailure {
        for (int tries = 1; ; tries++) {
            Optional<ObjectNode> standing = api.read(beside.ref(), left(end));
            if (standing.isEmpty()) {
                return;
            }
            ObjectNode next = change.of(standing.get());
            if (next.equals(standing.get())) {
                return;
            }
            try {
                api.replace(beside.ref(), next, left(end));
                return;
            } catch (Conflict conflict) {
                again(beside.ref(), tries, end, conflict);
            }
        }
    }

    private static void again(ObjectRef ref, int tries, long end, Conflict conflict) throws Unreachable {
        if (left(end).isNegative()) {
            throw new Unreachable(ref + " was changed by somebody else " + tries + " times in a row", conflict);
        }
    }

    private Standing find(long end) throws RouterFailure {
        return place.find(ref -> api.read(ref, left(end)));
    }

    private Optional<RouterFailure> forbidden(Standing standing, Stamp stamp) throws Refused {
        Optional<Note> note = Notes.of(standing).at(place.part());
        return Fence.againstShift(stamp, note.map(Note::stamp), note.flatMap(Note::latch));
    }

    private Observed observed(Standing standing) throws Refused {
        Optional<Note> note = Notes.of(standing).at(place.part());
        Weight share = standing.shape()
                .share(standing.object(), note.map(Note::candidate).orElse(Weight.ZERO));
        Optional<Stamp> latch = note.flatMap(Note::latch);
        boolean restored = latch.isPresent()
                && share.equals(Weight.ZERO)
                && !standing.shape().open(standing.object());
        return new Observed(share, note.map(Note::stamp), latch, Optional.empty(), 0, restored);
    }

    private static void refuse(Optional<? extends RouterFailure> forbidden) throws RouterFailure {
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
    }

    private long end() {
        return System.nanoTime() + limit.toNanos();
    }

    private static Duration left(long end) {
        return Duration.ofNanos(end - System.nanoTime());
    }
}
