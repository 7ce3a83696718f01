package dev.sluice.simulation.bug;

import dev.sluice.simulation.outside.Call;
import dev.sluice.simulation.outside.VirtualRouter;
import dev.sluice.simulation.process.Seams;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import java.util.List;
import java.util.function.Supplier;

/** Restores one after the other: each waits for those of the routers before it. */
final class WaitingRestores implements Seams {
    @Override
    public TrafficRouter router(
            VirtualRouter router, List<VirtualRouter> all, TrafficRouter way, Supplier<Call> current) {
        List<VirtualRouter> before = all.subList(0, all.indexOf(router));
        return new Wrapped(way) {
            @Override
            public Observed restore(Stamp stamp) throws RouterFailure {
                if (!before.stream().allMatch(VirtualRouter::reachable)) {
                    current.get().hang();
                    throw new RouterFailure.Unreachable("waits for another", new InterruptedException());
                }
                return super.restore(stamp);
            }
        };
    }
}
