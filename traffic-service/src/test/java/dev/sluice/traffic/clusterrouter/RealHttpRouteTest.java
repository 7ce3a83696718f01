package dev.sluice.traffic.clusterrouter;

import dev.sluice.events.plan.ClusterRouter;

class RealHttpRouteTest extends RealObjects {
    @Override
    Kit kit() {
        return new GatewayKit(ClusterRouter.RouteKind.HTTP, true);
    }
}
