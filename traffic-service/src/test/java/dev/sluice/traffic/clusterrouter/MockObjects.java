package dev.sluice.traffic.clusterrouter;

import dev.sluice.traffic.kubernetes.MockApi;
import dev.sluice.traffic.port.RouterRig;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterEach;

/** At fabric8's mock of the API server. */
abstract class MockObjects extends ObjectRouterContract {
    private final MockApi api = new MockApi();

    abstract Kit kit();

    @Override
    protected RouterRig open() throws Exception {
        return new ObjectRig(
                new KubernetesClientBuilder().withConfig(api.config()).build(), api.config(), "shop", kit());
    }

    @AfterEach
    void closeApi() {
        api.close();
    }
}
