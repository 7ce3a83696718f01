package dev.sluice.traffic.haproxy;

import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.TrafficRouterContract;

/** Three servers on each side, weights, with the latch, over TCP. */
class WeightsOnThreeServersEachTest extends TrafficRouterContract {
    @Override
    protected RouterRig open() throws Exception {
        return new HaproxyRig(HaproxyRig.WEIGHTS, 3, HaproxyRig.weights(3, true));
    }
}
