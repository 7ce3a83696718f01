package dev.sluice.simulation.invariant;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.value.RolloutId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A target has one active rollout at a time, by a count of its own and not by the fold. */
public final class OneActiveRollout implements Invariant {
    private final Map<String, RolloutId> active = new HashMap<>();

    @Override
    public Optional<String> written(Truth truth, Truth.Written written) {
        return written.step().recorded().flatMap(recorded -> {
            String target = written.before().target().toString();
            if (recorded.event() instanceof Lifecycle.RolloutRequested requested && OneEnd.began(written, requested)) {
                RolloutId before = active.put(target, requested.rollout());
                return Optional.ofNullable(before)
                        .map(open -> requested.rollout() + " began while " + open + " was active");
            }
            if (recorded.event() instanceof Lifecycle event && OneEnd.ends(event)) {
                active.remove(target, event.rollout());
            }
            return Optional.empty();
        });
    }
}
