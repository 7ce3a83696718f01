package dev.sluice.traffic.clusterrouter;

class RealNginxIngressTest extends RealObjects {
    @Override
    Kit kit() {
        return new NginxKit(false);
    }
}
