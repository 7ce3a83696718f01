package dev.sluice.traffic.clusterrouter;

class MockNginxIngressTest extends MockObjects {
    @Override
    Kit kit() {
        return new NginxKit(false);
    }
}
