package dev.sluice.traffic.alb;

import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.TrafficRouterContract;
import java.io.IOException;

/** The default actions of a listener. */
class ListenerTest extends TrafficRouterContract {
    @Override
    protected RouterRig open() throws IOException {
        return new AlbRig(ElbServer.LISTENER);
    }
}
