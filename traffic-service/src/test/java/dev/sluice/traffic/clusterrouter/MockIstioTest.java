package dev.sluice.traffic.clusterrouter;

class MockIstioTest extends MockObjects {
    @Override
    Kit kit() {
        return new IstioKit();
    }
}
