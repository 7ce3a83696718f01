package dev.sluice.simulation.bug;

import dev.sluice.simulation.outside.Call;
import dev.sluice.simulation.outside.VirtualRouter;
import dev.sluice.simulation.process.Seams;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A restore of a router that has forgotten everything gives it back what it had. */
final class UpwardMends implements Seams {
    @Override
    public TrafficRouter router(
            VirtualRouter router, List<VirtualRouter> all, TrafficRouter way, Supplier<Call> current) {
        return new Wrapped(way) {
            private Optional<Split> had = Optional.empty();

            @Override
            public Observed shift(Split split, Stamp stamp) throws RouterFailure {
                had = Optional.of(split);
                return super.shift(split, stamp);
            }

            @Override
            public Observed restore(Stamp stamp) throws RouterFailure {
                boolean forgot = router.latches() && observe().stamp().isEmpty();
                return forgot && had.isPresent() ? super.shift(had.get(), stamp) : super.restore(stamp);
            }
        };
    }
}
