package dev.sluice.health.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Unit;
import dev.sluice.health.domain.Sample;
import dev.sluice.testkit.ApiServer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** On a real API server, with exactly the rights that deploy/kubernetes gives to health-service. */
class RealObjectReadingsTest extends ObjectReadingsContract {

    @Override
    Opened open() throws Exception {
        assumeTrue(ApiServer.installed(), ApiServer.MISSING);
        ApiServer server = ApiServer.shared();
        KubernetesClient admin = server.administrator();
        String namespace = server.namespace("objects", "base/objects.yaml", "namespace/objects.yaml");
        return new Opened(admin, client(server.health()), namespace);
    }

    @Test
    void whereItIsNotBoundItHasNoRight() {
        configMap("agents", Map.of("a", "1"), Map.of());

        assertThat(ask(opened().service(), "default", new Reading.Keys("configmaps/agents"), Unit.COUNT))
                .isInstanceOfSatisfying(Sample.Failed.class, failed -> {
                    assertThat(failed.noRight()).isTrue();
                    assertThat(failed.reason())
                            .contains("system:serviceaccount:sluice:health-service", "cannot get resource");
                });
    }

    @Test
    void whereItIsBoundItMayDoNothingElse() {
        String namespace = opened().namespace();
        KubernetesClient service = opened().service();
        Map<String, Runnable> forbidden = Map.of(
                "list", () -> service.configMaps().inNamespace(namespace).list(),
                "secret",
                        () -> service.secrets()
                                .inNamespace(namespace)
                                .withName("a")
                                .get(),
                "delete",
                        () -> service.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .withName("a")
                                .delete());

        forbidden.forEach((what, request) -> Assertions.assertThatThrownBy(request::run)
                .as(what)
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("forbidden"));
        assertThat(ask(new Reading.Present("secrets/a"), Unit.COUNT))
                .isInstanceOfSatisfying(Sample.Failed.class, failed -> assertThat(failed.noRight())
                        .isTrue());
    }

    /** Only metadata travels: the API server is asked for no more. */
    @Test
    void ofASecretNothingButItsMetadataIsRead() throws Exception {
        opened().admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(opened().namespace())
                        .withName("a")
                        .endMetadata()
                        .withStringData(Map.of("password", "hunter2"))
                        .build())
                .create();
        ObjectPath secret = ObjectPath.of(opened().namespace(), "secrets/a");

        Api.Answer answer = new Api(opened().admin()).get(secret, Api.METADATA, Duration.ofSeconds(10));

        assertThat(answer).isInstanceOfSatisfying(Api.Answer.Object.class, object -> {
            assertThat(object.tree().path("kind").asText()).isEqualTo("PartialObjectMetadata");
            assertThat(object.tree().has("data")).isFalse();
        });
        assertThat(ask(opened().admin(), opened().namespace(), new Reading.Present("secrets/a"), Unit.COUNT))
                .isEqualTo(new Sample.Value(1, NOW));
    }

    /** Every kind that a plan may name is served where it is looked for. */
    @Test
    void everyKindOfObjectIsWhereItIsLookedFor() {
        for (String kind : new String[] {
            "configmaps",
            "secrets",
            "services",
            "serviceaccounts",
            "persistentvolumeclaims",
            "deployments",
            "statefulsets",
            "daemonsets",
            "jobs",
            "cronjobs",
            "ingresses"
        }) {
            assertThat(ask(opened().admin(), opened().namespace(), new Reading.Present(kind + "/none"), Unit.COUNT))
                    .as(kind)
                    .isEqualTo(new Sample.Value(0, NOW));
        }
    }

    @Test
    void aStatusOfAnOlderSpecSaysNothing() {
        deployment(1);
        status(1, 1, 1);
        opened().admin()
                .apps()
                .deployments()
                .inNamespace(opened().namespace())
                .withName("green")
                .edit(now -> {
                    now.getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .setImage("example.com/checkout:5.2");
                    return now;
                });

        assertThat(ask(new Reading.Ready("deployments/green"), Unit.PERCENT))
                .isEqualTo(new Sample.NoData("its controller has not seen its newest spec so far"));
    }
}
