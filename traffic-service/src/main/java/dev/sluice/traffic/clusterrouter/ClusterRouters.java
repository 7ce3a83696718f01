package dev.sluice.traffic.clusterrouter;

import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.traffic.clusterrouter.gatewayapi.GatewayApiPlace;
import dev.sluice.traffic.clusterrouter.istio.IstioPlace;
import dev.sluice.traffic.clusterrouter.nginxingress.NginxIngressPlace;
import dev.sluice.traffic.clusterrouter.service.ServicePlace;

/** Which place of the API a router of a plan is. */
public final class ClusterRouters {
    private ClusterRouters() {}

    public static Place place(ClusterRouter router) {
        return switch (router) {
            case ClusterRouter.Istio istio -> new IstioPlace(istio);
            case ClusterRouter.GatewayApi gateway -> new GatewayApiPlace(gateway);
            case ClusterRouter.NginxIngress nginx -> new NginxIngressPlace(nginx);
            case ClusterRouter.Service service -> new ServicePlace(service);
        };
    }
}
