package dev.sluice.traffic.clusterrouter;

class RealServiceTest extends RealObjects {
    @Override
    Kit kit() {
        return new ServiceKit();
    }
}
