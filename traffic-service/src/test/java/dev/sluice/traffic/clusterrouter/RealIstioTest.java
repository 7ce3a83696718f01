package dev.sluice.traffic.clusterrouter;

class RealIstioTest extends RealObjects {
    @Override
    Kit kit() {
        return new IstioKit();
    }
}
