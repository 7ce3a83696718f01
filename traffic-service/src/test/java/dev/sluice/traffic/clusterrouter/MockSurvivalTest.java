package dev.sluice.traffic.clusterrouter;

import dev.sluice.traffic.kubernetes.MockApi;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterEach;

class MockSurvivalTest extends Survival {
    private final MockApi api = new MockApi();

    @Override
    ObjectRig rig(Kit kit) throws Exception {
        return new ObjectRig(
                new KubernetesClientBuilder().withConfig(api.config()).build(), api.config(), "shop", kit);
    }

    @AfterEach
    void closeApi() {
        api.close();
    }
}
