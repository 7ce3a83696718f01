package dev.sluice.traffic.clusterrouter;

class RealOwnedCanaryTest extends RealObjects {
    @Override
    Kit kit() {
        return new NginxKit(true);
    }
}
