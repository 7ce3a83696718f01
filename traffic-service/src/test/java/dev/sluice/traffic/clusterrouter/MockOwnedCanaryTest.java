package dev.sluice.traffic.clusterrouter;

class MockOwnedCanaryTest extends MockObjects {
    @Override
    Kit kit() {
        return new NginxKit(true);
    }
}
