package dev.sluice.simulation.invariant;

import dev.sluice.events.value.RolloutId;
import dev.sluice.simulation.outside.Call;
import dev.sluice.simulation.outside.RouterChange;
import dev.sluice.simulation.outside.VirtualRouter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The candidate's share never rises after a rollback was requested: no process that has read of it raises it, none is
 * raised at a router that was restored, and where a router can't compare before it sets, that is corrected within 2 s.
 */
public final class NeverUpOnTheWayBack implements Invariant {
    private static final long CORRECTED_NANOS = Duration.ofMillis(2500).toNanos();
    private final Map<VirtualRouter, Long> up = new HashMap<>();

    @Override
    public Optional<String> routed(Truth truth, RouterChange change) {
        if (change.after().basisPoints() == 0) {
            up.remove(change.router());
        }
        if (!change.rises() || change.stamp().isEmpty() || change.call().isEmpty()) {
            return Optional.empty();
        }
        RolloutId rollout = change.stamp().get().rollout();
        return truth.turned(rollout).flatMap(turned -> {
            Call call = change.call().get();
            String what = change.router().name() + " was given " + change.after() + " for " + rollout + " by "
                    + call.caller().name();
            if (call.knew(turned.record().partition(), turned.record().offset())) {
                return Optional.of(what + ", which knew that it was to be taken back");
            }
            if (!truth.restored(change.router(), rollout)) {
                return Optional.empty();
            }
            up.put(change.router(), truth.now());
            return change.router().latches() ? Optional.of(what + " after it was restored") : Optional.empty();
        });
    }

    /** The time counts while somebody could correct it. */
    @Override
    public Optional<String> passed(Truth truth) {
        for (Map.Entry<VirtualRouter, Long> each : up.entrySet()) {
            if (!each.getKey().reachable() || !truth.guarded()) {
                each.setValue(truth.now());
            } else if (truth.now() - each.getValue() > CORRECTED_NANOS) {
                return Optional.of(each.getKey().name() + " has "
                        + each.getKey().candidate() + " after a restore, and nobody corrected it within 2 s");
            }
        }
        return Optional.empty();
    }
}
