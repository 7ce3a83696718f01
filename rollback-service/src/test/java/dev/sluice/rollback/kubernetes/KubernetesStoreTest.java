package dev.sluice.rollback.kubernetes;

import dev.sluice.events.plan.OnRollback;
import dev.sluice.events.plan.Store;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Target;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.BackupStoreContract;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** On fabric8's API server in memory. */
@EnableKubernetesMockClient(crud = true)
class KubernetesStoreTest extends BackupStoreContract {
    @SuppressWarnings({"unused", "NullAway.Init"}) // Set by the extension.
    private KubernetesClient client;

    @Override
    protected BackupStore filled() {
        empty();
        client.resource(map("agents", Map.of("a", "1", "b", "2"), false)).create();
        client.resource(map("frozen", Map.of("v", "5.0"), true)).create();
        client.resource(secret("c2VjcmV0")).create();
        return new KubernetesStore(
                new Store.Kubernetes(
                        new Name("configuration"),
                        OnRollback.NEVER,
                        List.of(),
                        Optional.empty(),
                        List.of("agents", "frozen", "later"),
                        List.of("keys")),
                new Target("shop", "checkout"),
                client);
    }

    @Override
    protected void spoil() {
        empty();
        client.resource(map("agents", Map.of("a", "9"), false)).create();
        client.resource(map("frozen", Map.of("v", "5.1"), true)).create();
        client.resource(map("later", Map.of("new", "yes"), false)).create();
        client.resource(secret("c3BvaWxlZA==")).create();
    }

    @Override
    protected void empty() {
        client.configMaps().inNamespace("shop").delete();
        client.secrets().inNamespace("shop").delete();
    }

    @Override
    protected boolean exchanges() {
        return false;
    }

    private static io.fabric8.kubernetes.api.model.ConfigMap map(
            String name, Map<String, String> data, boolean immutable) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .addToLabels("app", "checkout")
                .endMetadata()
                .withData(data)
                .withImmutable(immutable)
                .build();
    }

    private static io.fabric8.kubernetes.api.model.Secret secret(String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("keys")
                .endMetadata()
                .withType("Opaque")
                .addToData("key", value)
                .build();
    }
}
