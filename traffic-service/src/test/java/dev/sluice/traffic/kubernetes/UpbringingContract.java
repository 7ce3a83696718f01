package dev.sluice.traffic.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.Preparation;
import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Role;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.traffic.port.Readiness;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import dev.sluice.traffic.port.WorkloadsContract;
import dev.sluice.traffic.port.WorkloadsRig;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bringing Deployments up is about beyond the port's promises; the same on the mock and on a real API server. */
abstract class UpbringingContract extends WorkloadsContract<Workload.Kubernetes> {
    private @Nullable KubernetesRig rig;

    /** A rig in a namespace of its own. */
    abstract KubernetesRig rig() throws Exception;

    @Override
    protected WorkloadsRig<Workload.Kubernetes> open() throws Exception {
        rig = rig();
        return rig;
    }

    KubernetesRig opened() {
        if (rig == null) {
            throw new IllegalStateException("no test runs");
        }
        return rig;
    }

    void make(String name, Map<String, String> annotations) {
        opened().admin()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(opened().namespace())
                        .withName(name)
                        .withAnnotations(annotations)
                        .endMetadata()
                        .withData(Map.of("colour", "green"))
                        .build())
                .create();
    }

    void autoscaler(String name, String deployment, List<OwnerReference> owners) {
        opened().admin()
                .resource(new HorizontalPodAutoscalerBuilder()
                        .withNewMetadata()
                        .withNamespace(opened().namespace())
                        .withName(name)
                        .withOwnerReferences(owners)
                        .endMetadata()
                        .withNewSpec()
                        .withNewScaleTargetRef()
                        .withApiVersion("apps/v1")
                        .withKind("Deployment")
                        .withName(deployment)
                        .endScaleTargetRef()
                        .withMinReplicas(1)
                        .withMaxReplicas(5)
                        .endSpec()
                        .build())
                .create();
    }

    private Workload.Kubernetes copied(Optional<String> image, Map<String, String> labels) {
        Preparation preparation = new Preparation(
                Optional.empty(), 2, Span.ofMinutes(1), Optional.of(KubernetesRig.DEPLOYMENT), image, labels);
        return new Workload.Kubernetes(
                new Name("canary"),
                Role.CANARY,
                Optional.of(opened().namespace()),
                "checkout-canary",
                RetireAction.DELETE,
                RetireAction.KEEP,
                List.of(),
                Optional.of(preparation));
    }

    @Test
    void whatIsMissingIsMadeAsACopyOfAnother() throws Exception {
        opened().run(1, Optional.empty());
        Workload.Kubernetes canary = copied(Optional.of("example.com/checkout:5.2"), Map.of("version", "5.2"));

        Readiness made = opened().workloads().prepare(canary, STAMP);

        assertThat(made.ready()).as(made.detail()).isFalse();
        Deployment copy = opened().admin()
                .apps()
                .deployments()
                .inNamespace(opened().namespace())
                .withName("checkout-canary")
                .get();
        assertThat(copy.getSpec().getReplicas()).isEqualTo(2);
        assertThat(copy.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage())
                .isEqualTo("example.com/checkout:5.2");
        assertThat(copy.getSpec().getTemplate().getMetadata().getLabels())
                .isEqualTo(Map.of("app", KubernetesRig.DEPLOYMENT, "version", "5.2", "sluice.dev/workload", "canary"));
        assertThat(copy.getSpec().getSelector().getMatchLabels())
                .isEqualTo(Map.of("app", KubernetesRig.DEPLOYMENT, "version", "5.2", "sluice.dev/workload", "canary"));
        assertThat(Claims.of(copy)).contains(STAMP);
        assertThat(opened().workloads().prepare(canary, STAMP).ready()).isFalse();
    }

    @Test
    void withoutAnythingToCopyItIsRefused() {
        assertThatThrownBy(() -> opened().workloads().prepare(copied(Optional.empty(), Map.of()), STAMP))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("Deployment " + opened().namespace() + "/checkout-green is not there");
        assertThatThrownBy(() -> opened().workloads().prepare(opened().workload(RetireAction.SCALE_TO_ZERO), STAMP))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("expected prepare.from");
    }

    @Test
    void aConfigMapOfTheVersionIsThereFirst() throws Exception {
        opened().configMaps("checkout-5.1");
        opened().run(0, Optional.empty());

        assertThatThrownBy(() -> opened().workloads().prepare(opened().workload(RetireAction.SCALE_TO_ZERO), STAMP))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("ConfigMap " + opened().namespace() + "/checkout-5.1 is not there");
        make("checkout-5.1", Map.of());
        assertThat(opened().workloads()
                        .prepare(opened().workload(RetireAction.SCALE_TO_ZERO), STAMP)
                        .broken())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CrashLoopBackOff", "ImagePullBackOff", "CreateContainerConfigError"})
    void aContainerThatWontStartIsBrokenAtOnce(String reason) throws Exception {
        opened().run(1, Optional.empty());
        opened().workloads().prepare(opened().workload(RetireAction.SCALE_TO_ZERO), STAMP);
        opened().status(1);
        crash("green-0", reason);

        assertThat(opened().workloads()
                        .prepare(opened().workload(RetireAction.SCALE_TO_ZERO), STAMP)
                        .broken())
                .contains("container app of pod green-0: " + reason + ", it does not start");
        assertThat(opened().workloads()
                        .observe(opened().workload(RetireAction.SCALE_TO_ZERO))
                        .broken())
                .isPresent();
    }

    private void crash(String pod, String reason) {
        opened().admin().pods().inNamespace(opened().namespace()).withName(pod).editStatus(standing -> new PodBuilder(
                        standing)
                .withNewStatus()
                .addNewContainerStatus()
                .withName("app")
                .withImage("example.com/checkout:5.1")
                .withImageID("")
                .withReady(false)
                .withRestartCount(5)
                .withNewState()
                .withNewWaiting("it does not start", reason)
                .endState()
                .endContainerStatus()
                .endStatus()
                .build());
    }

    @Test
    void whatAnAutoscalerKeepsIsScaledUpOnceAndThenItsOwn() throws Exception {
        opened().run(1, Optional.empty());
        autoscaler("checkout", KubernetesRig.DEPLOYMENT, List.of());
        Workload.Kubernetes green = opened().workload(RetireAction.SCALE_TO_ZERO);

        opened().workloads().prepare(green, STAMP);
        assertThat(opened().deployment().get().getSpec().getReplicas()).isEqualTo(3);
        opened().deployment().edit(now -> {
            now.getSpec().setReplicas(2);
            return now;
        });
        opened().grow();

        assertThat(opened().workloads().prepare(green, STAMP).ready()).isTrue();
        assertThat(opened().deployment().get().getSpec().getReplicas()).isEqualTo(2);
    }
}
