package dev.sluice.traffic.clusterrouter;

import dev.sluice.events.plan.ClusterRouter;

class MockGrpcRouteTest extends MockObjects {
    @Override
    Kit kit() {
        return new GatewayKit(ClusterRouter.RouteKind.GRPC, true);
    }
}
