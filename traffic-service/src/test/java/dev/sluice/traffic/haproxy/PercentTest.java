package dev.sluice.traffic.haproxy;

import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.TrafficRouterContract;

/** A percentage in the map, over a unix socket. */
class PercentTest extends TrafficRouterContract {
    @Override
    protected RouterRig open() throws Exception {
        return new HaproxyRig(HaproxyRig.PERCENT, 3, HaproxyRig.percent());
    }
}
