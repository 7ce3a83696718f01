package dev.sluice.traffic;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.measure.Measurement;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.domain.NetWatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The safety nets of the open rollouts that this instance acts for, looked at twice a second. Time during which the
 * instance itself was asleep does not count. Used on the loop only.
 */
@ApplicationScoped
public class SafetyNets {
    private static final Logger LOG = Logger.getLogger(SafetyNets.class);
    static final Duration TICK = Duration.ofMillis(500);
    private static final Duration ASLEEP = Duration.ofSeconds(2);
    private final Loop loop;
    private final Reader reader;
    private final Ownership ownership;
    private final Map<RolloutId, NetWatch> nets = new HashMap<>();
    private long lastTick;

    /** Who carries out what the net says. */
    @FunctionalInterface
    interface Hand {
        void act(TargetState state, RolloutState rollout, Input.NetActs word);
    }

    @Inject
    public SafetyNets(Loop loop, Reader reader, Ownership ownership) {
        this.loop = loop;
        this.reader = reader;
        this.ownership = ownership;
    }

    /** A pulse was read, from whichever partition. */
    void pulse(Measurement.Pulse pulse) {
        long nanos = loop.nanoTime();
        pulse.beats().forEach(beat -> nets.computeIfPresent(beat.rollout(), (id, net) -> net.beat(beat, nanos)));
    }

    /** A partition was taken over: its nets count from zero. */
    void takenOver(int partition) {
        long nanos = loop.nanoTime();
        for (TargetState state : reader.states()) {
            if (reader.partition(state.target()) == partition) {
                state.open().ifPresent(rollout -> nets.put(rollout.id(), NetWatch.from(nanos)));
            }
        }
    }

    /** Whether health is known to watch this rollout, and to have found nothing. */
    boolean watched(RolloutState rollout) {
        NetWatch net = nets.get(rollout.id());
        return net != null && net.watched(rollout, loop.nanoTime());
    }

    /** Looks at every net once. */
    void tick(Hand hand) {
        long nanos = loop.nanoTime();
        if (lastTick != 0 && nanos - lastTick > ASLEEP.toNanos()) {
            LOG.warnf("this instance was asleep for %d ms: the nets count from zero", (nanos - lastTick) / 1_000_000);
            nets.replaceAll((id, net) -> net.restarted(nanos));
        }
        lastTick = nanos;
        forgetEnded();
        for (TargetState state : reader.states()) {
            Optional<RolloutState> open = state.open();
            if (open.isPresent() && ownership.acts(reader.partition(state.target()))) {
                check(state, open.get(), nanos, hand);
            }
        }
    }

    private void check(TargetState state, RolloutState rollout, long nanos, Hand hand) {
        NetWatch known = nets.getOrDefault(rollout.id(), NetWatch.from(nanos));
        NetWatch net = rollout.exposed() ? known.journal(rollout, nanos) : NetWatch.from(nanos);
        nets.put(rollout.id(), net);
        net.check(rollout, nanos).ifPresent(word -> hand.act(state, rollout, word));
    }

    private void forgetEnded() {
        Set<RolloutId> open = reader.states().stream()
                .flatMap(state -> state.open().stream())
                .map(RolloutState::id)
                .collect(Collectors.toSet());
        nets.keySet().retainAll(open);
    }
}
