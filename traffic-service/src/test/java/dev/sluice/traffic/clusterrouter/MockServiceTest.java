package dev.sluice.traffic.clusterrouter;

class MockServiceTest extends MockObjects {
    @Override
    Kit kit() {
        return new ServiceKit();
    }
}
