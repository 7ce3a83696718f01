package dev.sluice.traffic.effects;

import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Stamp;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Ends what clients hold open to a candidate that has no traffic any more: a WebSocket would stay with it for as long as
 * both live, whatever the routers' weights say. Requests that merely run when stable gets everything are given the time
 * from one look to the third to end by themselves. Used on the loop only.
 */
final class Farewell {
    private static final Logger LOG = Logger.getLogger(Farewell.class);

    private record Place(RolloutId rollout, Name router) {}

    private final Lanes lanes;
    private final Map<Place, Integer> seen = new HashMap<>();

    Farewell(Lanes lanes) {
        this.lanes = lanes;
    }

    /** A router of a rollout that goes back was looked at. */
    void seen(Target target, Router router, Stamp stamp, Observed observed) {
        Place place = new Place(stamp.rollout(), router.name());
        if (observed.open() == 0 || !observed.candidate().equals(Weight.ZERO)) {
            seen.remove(place);
            return;
        }
        if (seen.merge(place, 1, Integer::sum) >= Limits.LOOKS_BEFORE_SEVERED) {
            seen.remove(place);
            LOG.infof(
                    "%s: router %s: ending %d connections to the candidate",
                    stamp.rollout(), router.name(), observed.open());
            lanes.call(target, router, "sever", adapter -> adapter.sever(stamp), Limits.restore(router), attempt -> {
                if (attempt instanceof Attempt.Failed failed) {
                    LOG.warnf(
                            "%s: router %s: %s",
                            stamp.rollout(), router.name(), failed.failure().getMessage());
                }
            });
        }
    }

    void ended(RolloutId rollout) {
        seen.keySet().removeIf(place -> place.rollout().equals(rollout));
    }
}
