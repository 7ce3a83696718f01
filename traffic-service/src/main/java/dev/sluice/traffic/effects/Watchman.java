package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.plan.Router;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Reads every router of an open rollout back, about once a second: what somebody else changed is told and set right, a
 * latch that the journal does not know of is told, what clients hold open to a candidate that is taken back is ended, and
 * the measured shares are kept. Used on the loop, but for {@link #measured}.
 */
@ApplicationScoped
public class Watchman {
    private static final Logger LOG = Logger.getLogger(Watchman.class);

    private record Place(RolloutId rollout, Name router) {}

    private record Baseline(Weight weight, Observed.Counts counts) {}

    private final Lanes lanes;
    private final Loop loop;
    private final Ownership ownership;
    private final Effects effects;
    private final Reader reader;
    private final Farewell farewell;
    private final Set<Place> drifted = new HashSet<>();
    private final Map<Place, Baseline> baselines = new HashMap<>();
    private final ConcurrentMap<Place, Weight> measured = new ConcurrentHashMap<>();

    @Inject
    public Watchman(Lanes lanes, Loop loop, Ownership ownership, Effects effects, Reader reader) {
        this.lanes = lanes;
        this.loop = loop;
        this.ownership = ownership;
        this.effects = effects;
        this.reader = reader;
        this.farewell = new Farewell(lanes);
    }

    /**
     * Reads the routers of this rollout back, those that are not busy.
     *
     * @param state as it counts under every freeze: while one stands, what deviates is told, and set right afterwards
     */
    public void look(TargetState state, RolloutState rollout, int partition, BiConsumer<Target, Input> outcome) {
        if (Effects.atRest(rollout).isEmpty() && !effects.goesBack(rollout)) {
            return;
        }
        for (Router router : rollout.plan().splitters()) {
            if (lanes.idle(state.target(), router)) {
                lanes.call(
                        state.target(),
                        router,
                        "observe",
                        adapter -> adapter.observe(),
                        Limits.observe(router),
                        attempt -> {
                            if (attempt instanceof Attempt.Done done) {
                                loop.post(() -> seen(state, rollout, router, partition, done.observed(), outcome));
                            }
                        });
            }
        }
    }

    private void seen(
            TargetState state,
            RolloutState asked,
            Router router,
            int partition,
            Observed observed,
            BiConsumer<Target, Input> outcome) {
        RolloutState rollout = unmoved(state.target(), asked).orElse(null);
        if (rollout == null) {
            return;
        }
        boolean goesBack = effects.goesBack(rollout);
        if (goesBack && rollout.goingUp() && laterOwner(rollout, observed)) {
            // What the net did without the journal counts until a later owner has written, which the journal told it.
            return;
        }
        if (goesBack) {
            farewell.seen(state.target(), router, stamp(state, rollout), observed);
        }
        Optional<Weight> rest = goesBack ? Optional.of(Weight.ZERO) : Effects.atRest(rollout);
        if (rest.isEmpty() || effects.restoring(rollout.id(), router.name())) {
            return;
        }
        Place place = new Place(rollout.id(), router.name());
        Weight wanted = router.share(rest.get());
        observed.counts().ifPresent(counts -> measure(place, wanted, counts));
        boolean latched = observed.latch()
                .filter(stamp -> stamp.rollout().equals(rollout.id()))
                .isPresent();
        if (latched && (rollout.goingUp() || rollout.phase() instanceof Phase.Failing)) {
            String detail = "router " + router.name() + " is latched on stable";
            outcome.accept(
                    state.target(), new Input.NetActs(rollout.id(), NetAction.RESTORE, NetReason.LATCH_FOUND, detail));
            return;
        }
        // A router that forgot a restore may give the candidate nothing and still let its persistent clients through.
        boolean forgot = goesBack && !observed.restored();
        if (forgot || !observed.candidate().equals(wanted)) {
            drift(state, rollout, router, partition, place, wanted, observed, outcome);
        } else if (drifted.remove(place)) {
            outcome.accept(state.target(), new Input.Mended(rollout.id(), router.name(), wanted));
        } else if (formerOwners(rollout, observed)) {
            raise(state, rollout, router, partition, wanted, "stamp");
        }
    }

    /** An owner that was cut off stands down on a later stamp only, so that the new one's must stand at every router. */
    private boolean formerOwners(RolloutState rollout, Observed observed) {
        return (rollout.goingUp() || rollout.closing())
                && epoch(rollout, observed)
                        .filter(epoch -> epoch < ownership.epoch())
                        .isPresent();
    }

    private boolean laterOwner(RolloutState rollout, Observed observed) {
        return epoch(rollout, observed)
                .filter(epoch -> epoch > ownership.epoch())
                .isPresent();
    }

    /** Of the owner who wrote there last for this rollout. */
    private static Optional<Integer> epoch(RolloutState rollout, Observed observed) {
        return observed.stamp()
                .filter(stamp -> stamp.rollout().equals(rollout.id()))
                .map(Stamp::epoch);
    }

    /**
     * The rollout as it is now; empty when it left the phase in which the router was asked: then the answer says nothing
     * about the new one.
     */
    private Optional<RolloutState> unmoved(Target target, RolloutState asked) {
        return reader.state(target).flatMap(state -> state.rollout(asked.id())).filter(now -> now.phase()
                .equals(asked.phase()));
    }

    private void measure(Place place, Weight wanted, Observed.Counts counts) {
        Baseline base = baselines.get(place);
        if (base == null
                || !base.weight().equals(wanted)
                || counts.stable() < base.counts().stable()
                || counts.candidate() < base.counts().candidate()) {
            baselines.put(place, new Baseline(wanted, counts));
            measured.remove(place);
            return;
        }
        long candidate = counts.candidate() - base.counts().candidate();
        long all = candidate + counts.stable() - base.counts().stable();
        if (all > 0) {
            measured.put(place, new Weight((int) Math.round(10_000.0 * candidate / all)));
        }
    }

    private void drift(
            TargetState state,
            RolloutState rollout,
            Router router,
            int partition,
            Place place,
            Weight wanted,
            Observed observed,
            BiConsumer<Target, Input> outcome) {
        if (drifted.add(place)) {
            String detail = observed.candidate().equals(wanted)
                    ? "router " + router.name() + " has forgotten that stable was given everything"
                    : "router " + router.name() + " has " + observed.candidate() + ", wanted " + wanted;
            LOG.warnf("%s: %s", rollout.id(), detail);
            outcome.accept(
                    state.target(),
                    new Input.Drifted(rollout.id(), router.name(), wanted, Optional.of(observed.candidate()), detail));
        }
        if (effects.restoreDue(rollout)) {
            Stamp stamp = stamp(state, rollout);
            lanes.urgent(
                    state.target(),
                    router,
                    "mend",
                    adapter -> adapter.restore(stamp),
                    Limits.restore(router),
                    attempt -> {});
        } else if (state.frozen().isEmpty() && !rollout.heldByNet() && !respected(rollout, observed)) {
            raise(state, rollout, router, partition, wanted, "mend");
        }
    }

    /** Whether somebody else changed the share and may: a router without this rollout's stamp has merely forgotten it. */
    private static boolean respected(RolloutState rollout, Observed observed) {
        return rollout.plan().respectsDrift() && epoch(rollout, observed).isPresent();
    }

    /** Writes the share that the router has by the journal, with this owner's stamp. */
    private void raise(
            TargetState state, RolloutState rollout, Router router, int partition, Weight wanted, String operation) {
        if (effects.mayShift(partition) && state.blind().isEmpty() && !effects.restoreDue(rollout)) {
            Stamp stamp = stamp(state, rollout);
            Split split = rollout.stage() < 0
                    ? Split.of(wanted)
                    : Split.of(router, wanted, rollout.plan().stages().get(rollout.stage()));
            lanes.call(
                    state.target(),
                    router,
                    operation,
                    adapter -> adapter.shift(split, stamp),
                    Limits.shift(router),
                    attempt -> {});
        }
    }

    private Stamp stamp(TargetState state, RolloutState rollout) {
        return new Stamp(rollout.id(), state.gate().version(), ownership.epoch());
    }

    /** The candidate's share that a router's own counters show since its weight was set. From any thread. */
    public Optional<Weight> measured(RolloutId rollout, Name router) {
        return Optional.ofNullable(measured.get(new Place(rollout, router)));
    }

    /** The rollout has ended: what was kept of it is dropped. */
    public void ended(RolloutId rollout) {
        farewell.ended(rollout);
        drifted.removeIf(place -> place.rollout().equals(rollout));
        baselines.keySet().removeIf(place -> place.rollout().equals(rollout));
        measured.keySet().removeIf(place -> place.rollout().equals(rollout));
    }
}
