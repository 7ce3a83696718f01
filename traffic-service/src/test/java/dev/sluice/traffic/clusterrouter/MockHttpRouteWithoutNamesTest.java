package dev.sluice.traffic.clusterrouter;

import dev.sluice.events.plan.ClusterRouter;

class MockHttpRouteWithoutNamesTest extends MockObjects {
    @Override
    Kit kit() {
        return new GatewayKit(ClusterRouter.RouteKind.HTTP, false);
    }
}
