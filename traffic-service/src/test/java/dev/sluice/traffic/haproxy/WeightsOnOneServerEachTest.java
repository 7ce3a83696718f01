package dev.sluice.traffic.haproxy;

import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.TrafficRouterContract;

/** One server on each side, weights, with the latch, over TCP. */
class WeightsOnOneServerEachTest extends TrafficRouterContract {
    @Override
    protected RouterRig open() throws Exception {
        return new HaproxyRig(HaproxyRig.WEIGHTS, 1, HaproxyRig.weights(1, true));
    }
}
