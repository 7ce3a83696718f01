package dev.sluice.rollback.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.WriteHook;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Target;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.testkit.Await;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class DeploymentSwitchTest {
    @SuppressWarnings({"unused", "NullAway.Init"}) // Set by the extension.
    private KubernetesClient client;

    private DeploymentSwitch hook() {
        return new DeploymentSwitch(
                new WriteHook.Kubernetes(new Name("writer"), Optional.empty(), "writer", Span.ofSeconds(10)),
                new Target("shop", "checkout"),
                client);
    }

    private void deploy(int replicas) {
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("writer")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withNewSelector()
                        .addToMatchLabels("app", "writer")
                        .endSelector()
                        .withNewTemplate()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    private Deployment deployment() {
        return client.apps()
                .deployments()
                .inNamespace("shop")
                .withName("writer")
                .get();
    }

    @Test
    void itIsScaledToNothingAndBackHoweverOftenThatIsAsked() throws StoreFailure {
        deploy(3);
        hook().pause(Task.UNSTOPPABLE);
        hook().pause(Task.UNSTOPPABLE);
        assertThat(deployment().getSpec().getReplicas()).isZero();
        hook().resume(Task.UNSTOPPABLE);
        hook().resume(Task.UNSTOPPABLE);
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(3);
        Map<String, String> annotations = deployment().getMetadata().getAnnotations();
        assertThat(annotations == null ? Map.of() : annotations).isEmpty();
    }

    @Test
    void aPodThatIsStillEndingMayStillWrite() {
        deploy(1);
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("writer-1")
                        .addToLabels("app", "writer")
                        .endMetadata()
                        .build())
                .create();
        CompletableFuture<Void> paused = CompletableFuture.runAsync(() -> {
            try {
                hook().pause(Task.UNSTOPPABLE);
            } catch (StoreFailure e) {
                throw new AssertionError(e);
            }
        });
        Await.until("it is scaled", () -> deployment().getSpec().getReplicas() == 0);
        assertThat(paused).isNotDone();
        client.pods()
                .inNamespace("shop")
                .withName("writer-1")
                .withGracePeriod(0)
                .delete();
        Await.until("it is paused", paused::isDone);
        assertThat(paused).isCompleted();
    }

    @Test
    void aNumberThatWasLeftOnItStopsNoPause() throws StoreFailure {
        deploy(3);
        hook().pause(Task.UNSTOPPABLE);
        client.resource(new DeploymentBuilder(deployment())
                        .editSpec()
                        .withReplicas(5)
                        .endSpec()
                        .build())
                .update();
        hook().pause(Task.UNSTOPPABLE);
        assertThat(deployment().getSpec().getReplicas()).isZero();
        hook().pause(Task.UNSTOPPABLE);
        hook().resume(Task.UNSTOPPABLE);
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(5);
    }

    @Test
    void aDeploymentThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> hook().pause(Task.UNSTOPPABLE))
                .isInstanceOf(StoreFailure.class)
                .hasMessage("there is no Deployment shop/writer");
    }
}
