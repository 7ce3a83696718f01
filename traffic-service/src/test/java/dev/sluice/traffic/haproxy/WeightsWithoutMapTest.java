package dev.sluice.traffic.haproxy;

import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.TrafficRouterContract;

/** Weights alone: no stamp, no latch, over TCP. */
class WeightsWithoutMapTest extends TrafficRouterContract {
    @Override
    protected RouterRig open() throws Exception {
        return new HaproxyRig(HaproxyRig.WEIGHTS_WITHOUT_MAP, 3, HaproxyRig.weights(3, false));
    }
}
