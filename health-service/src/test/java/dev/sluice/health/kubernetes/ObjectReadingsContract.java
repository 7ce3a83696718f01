package dev.sluice.health.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Asked;
import dev.sluice.health.domain.Sample;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read of objects, whatever API server they stand on. */
abstract class ObjectReadingsContract {
    static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private Optional<Opened> opened = Optional.empty();

    /** @param service the client of health-service, with its rights and no others */
    record Opened(KubernetesClient admin, KubernetesClient service, String namespace) {}

    abstract Opened open() throws Exception;

    @BeforeEach
    void openApi() throws Exception {
        opened = Optional.of(open());
    }

    @AfterEach
    void closeClients() {
        opened.ifPresent(each -> {
            each.admin().close();
            each.service().close();
        });
    }

    Opened opened() {
        return opened.orElseThrow();
    }

    static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    Sample ask(Reading reading, Unit unit) {
        return ask(opened().service(), opened().namespace(), reading, unit);
    }

    static Sample ask(KubernetesClient client, String namespace, Reading reading, Unit unit) {
        Source.Kubernetes source =
                new Source.Kubernetes(new Name("objects"), Optional.of(namespace), Span.ofSeconds(5));
        return Asked.of(new KubernetesSource(source, () -> client, InstantSource.fixed(NOW)), reading, unit);
    }

    private static OptionalDouble number(Sample sample) {
        return sample instanceof Sample.Value value ? OptionalDouble.of(value.value()) : OptionalDouble.empty();
    }

    void configMap(String name, Map<String, String> data, Map<String, String> binary) {
        opened().admin()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(opened().namespace())
                        .withName(name)
                        .endMetadata()
                        .withData(data)
                        .withBinaryData(binary)
                        .build())
                .create();
    }

    Deployment deployment(int replicas) {
        return opened().admin()
                .resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace(opened().namespace())
                        .withName("green")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withNewSelector()
                        .withMatchLabels(Map.of("app", "green"))
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(Map.of("app", "green"))
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("example.com/checkout:5.1")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    /** What a controller would write. */
    void status(int standing, int newest, int ready) {
        opened().admin()
                .apps()
                .deployments()
                .inNamespace(opened().namespace())
                .withName("green")
                .editStatus(now -> new DeploymentBuilder(now)
                        .withNewStatus()
                        .withObservedGeneration(now.getMetadata().getGeneration())
                        .withReplicas(standing)
                        .withUpdatedReplicas(newest)
                        .withReadyReplicas(ready)
                        .endStatus()
                        .build());
    }

    @Test
    void anObjectIsThereOrNot() {
        configMap("agents", Map.of("a", "1"), Map.of());
        deployment(1);

        assertThat(ask(new Reading.Present("configmaps/agents"), Unit.COUNT)).isEqualTo(new Sample.Value(1, NOW));
        assertThat(ask(new Reading.Present("deployments/green"), Unit.COUNT)).isEqualTo(new Sample.Value(1, NOW));
        assertThat(ask(new Reading.Present("configmaps/others"), Unit.COUNT)).isEqualTo(new Sample.Value(0, NOW));
        assertThat(ask(new Reading.Present("statefulsets/green"), Unit.COUNT)).isEqualTo(new Sample.Value(0, NOW));
    }

    @Test
    void theKeysOfAConfigMapAreCounted() {
        configMap("agents", Map.of("a", "1", "b", "2"), Map.of("c", "AAAA"));
        configMap("empty", Map.of(), Map.of());

        assertThat(ask(new Reading.Keys("configmaps/agents"), Unit.COUNT)).isEqualTo(new Sample.Value(3, NOW));
        assertThat(ask(new Reading.Keys("configmaps/empty"), Unit.COUNT)).isEqualTo(new Sample.Value(0, NOW));
        assertThat(ask(new Reading.Keys("configmaps/others"), Unit.COUNT)).isEqualTo(new Sample.Value(0, NOW));
    }

    @Test
    void replicasAreReadyWhenTheyAreOfTheNewestTemplate() {
        Reading ready = new Reading.Ready("deployments/green");
        assertThat(ask(ready, Unit.PERCENT)).isInstanceOf(Sample.NoData.class);
        deployment(4);

        status(4, 4, 3);
        assertThat(number(ask(ready, Unit.PERCENT))).hasValue(75);
        assertThat(number(ask(ready, Unit.COUNT))).hasValue(3);
        status(5, 2, 4);
        assertThat(number(ask(ready, Unit.COUNT))).as("three may be old").hasValue(1);
        status(4, 0, 4);
        assertThat(number(ask(ready, Unit.RATIO))).as("all are old").hasValue(0);
        status(5, 5, 5);
        assertThat(number(ask(ready, Unit.PERCENT))).as("one more than wanted").hasValue(100);
    }

    @Test
    void withNothingWantedThereIsNoShare() {
        deployment(0);
        status(0, 0, 0);

        assertThat(ask(new Reading.Ready("deployments/green"), Unit.PERCENT)).isInstanceOf(Sample.NoData.class);
        assertThat(number(ask(new Reading.Ready("deployments/green"), Unit.COUNT)))
                .hasValue(0);
    }
}
