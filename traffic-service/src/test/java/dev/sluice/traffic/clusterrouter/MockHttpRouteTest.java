package dev.sluice.traffic.clusterrouter;

import dev.sluice.events.plan.ClusterRouter;

class MockHttpRouteTest extends MockObjects {
    @Override
    Kit kit() {
        return new GatewayKit(ClusterRouter.RouteKind.HTTP, true);
    }
}
