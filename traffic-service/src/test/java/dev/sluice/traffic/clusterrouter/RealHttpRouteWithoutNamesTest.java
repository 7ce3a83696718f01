package dev.sluice.traffic.clusterrouter;

import dev.sluice.events.plan.ClusterRouter;

class RealHttpRouteWithoutNamesTest extends RealObjects {
    @Override
    Kit kit() {
        return new GatewayKit(ClusterRouter.RouteKind.HTTP, false);
    }
}
