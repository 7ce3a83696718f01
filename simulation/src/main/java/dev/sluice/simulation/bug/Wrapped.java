package dev.sluice.simulation.bug;

import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import java.util.List;

/** A way to a router that does what the one within does. */
class Wrapped implements TrafficRouter {
    private final TrafficRouter within;

    Wrapped(TrafficRouter within) {
        this.within = within;
    }

    @Override
    public List<String> writes(Split split) {
        return within.writes(split);
    }

    @Override
    public Observed shift(Split split, Stamp stamp) throws RouterFailure {
        return within.shift(split, stamp);
    }

    @Override
    public Observed restore(Stamp stamp) throws RouterFailure {
        return within.restore(stamp);
    }

    @Override
    public Observed sever(Stamp stamp) throws RouterFailure {
        return within.sever(stamp);
    }

    @Override
    public Observed observe() throws RouterFailure {
        return within.observe();
    }

    @Override
    public List<Right> rights() throws RouterFailure {
        return within.rights();
    }

    @Override
    public void close() {
        within.close();
    }
}
