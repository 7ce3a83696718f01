package dev.sluice.traffic.clusterrouter;

import dev.sluice.events.plan.ClusterRouter;

class RealGrpcRouteTest extends RealObjects {
    @Override
    Kit kit() {
        return new GatewayKit(ClusterRouter.RouteKind.GRPC, true);
    }
}
