package dev.sluice.traffic.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.RetireAction;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import dev.sluice.traffic.port.WorkloadFailure.Superseded;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the shut-down of Deployments is about beyond the port's promises; the same on the mock and on a real API server. */
abstract class KubernetesContract extends UpbringingContract {
    private Retirement retire(RetireAction action) throws Exception {
        return opened().workloads().retire(opened().workload(action), action, STAMP);
    }

    private List<String> configMaps() {
        return opened().admin().configMaps().inNamespace(opened().namespace()).list().getItems().stream()
                .map(ConfigMap::getMetadata)
                .map(metadata -> metadata.getName())
                .filter(name -> name.startsWith("checkout"))
                .sorted()
                .toList();
    }

    /** Null where there is none. */
    private ConfigMap configMap(String name) {
        return opened().admin()
                .configMaps()
                .inNamespace(opened().namespace())
                .withName(name)
                .get();
    }

    @Test
    void theConfigMapsOfTheVersionGoAfterItsLastPod() throws Exception {
        make("checkout-5.1", Map.of());
        make("checkout-5.0", Map.of());
        opened().configMaps("checkout-5.1", "checkout-unknown");
        opened().run(2, Optional.empty());

        retire(RetireAction.SCALE_TO_ZERO);
        assertThat(configMaps()).containsExactly("checkout-5.0", "checkout-5.1");
        opened().end();
        Retirement done = retire(RetireAction.SCALE_TO_ZERO);

        assertThat(done.complete()).as(done.detail()).isTrue();
        assertThat(done.detail()).contains("ConfigMap checkout-5.1, checkout-unknown is gone");
        assertThat(configMaps()).containsExactly("checkout-5.0");
    }

    @Test
    void aVersionThatComesBackHasItsConfigMapsAgain() throws Exception {
        make("checkout-5.1", Map.of("team", "checkout"));
        opened().configMaps("checkout-5.1");
        opened().run(2, Optional.empty());
        retire(RetireAction.SCALE_TO_ZERO);
        opened().end();
        assertThat(retire(RetireAction.SCALE_TO_ZERO).complete()).isTrue();
        assertThat(configMaps()).isEmpty();

        opened().workloads().prepare(opened().workload(RetireAction.SCALE_TO_ZERO), STAMP);

        assertThat(configMaps()).containsExactly("checkout-5.1");
        ConfigMap back = configMap("checkout-5.1");
        assertThat(back.getData()).isEqualTo(Map.of("colour", "green"));
        assertThat(back.getMetadata().getAnnotations()).containsEntry("team", "checkout");
        assertThat(configMap("sluice-kept-checkout-5.1")).isNull();
    }

    @Test
    void whatIsDeletedLeavesNothing() throws Exception {
        make("checkout-5.1", Map.of());
        opened().configMaps("checkout-5.1");

        assertThat(retire(RetireAction.DELETE).complete()).isTrue();

        assertThat(configMap("sluice-kept-checkout-5.1")).isNull();
    }

    @Test
    void theyGoThoughTheDeploymentIsGoneAlready() throws Exception {
        make("checkout-5.1", Map.of());
        opened().configMaps("checkout-5.1");

        assertThat(retire(RetireAction.DELETE).complete()).isTrue();
        assertThat(configMaps()).isEmpty();
    }

    @Test
    void aConfigMapThatALaterRolloutClaimedStays() throws Exception {
        make("checkout-5.1", Claims.annotations(new Stamp(LATER, 30, 1)));
        opened().configMaps("checkout-5.1");

        assertThatThrownBy(() -> retire(RetireAction.DELETE)).isInstanceOf(Superseded.class);
        assertThat(configMaps()).containsExactly("checkout-5.1");
    }

    @Test
    void aPodThatIsStillThereCountsWhateverTheStatusSays() throws Exception {
        opened().run(2, Optional.empty());
        retire(RetireAction.SCALE_TO_ZERO);
        opened().status(0);

        Retirement asked = retire(RetireAction.SCALE_TO_ZERO);

        assertThat(asked.complete()).isFalse();
        assertThat(asked.detail()).contains("has 2 instances");
    }

    @Test
    void aPodThatHasFailedOrSucceededIsNoInstance() throws Exception {
        opened().run(1, Optional.empty());
        retire(RetireAction.SCALE_TO_ZERO);
        opened().end();
        opened().pod("evicted");
        opened().admin()
                .pods()
                .inNamespace(opened().namespace())
                .withName("evicted")
                .editStatus(pod -> new PodBuilder(pod)
                        .withNewStatus()
                        .withPhase("Failed")
                        .withReason("Evicted")
                        .endStatus()
                        .build());

        assertThat(retire(RetireAction.SCALE_TO_ZERO).complete()).isTrue();
    }

    @Test
    void nothingIsDoneBeforeTheControllerHasSeenTheChange() throws Exception {
        opened().run(2, Optional.empty());
        opened().status(0);
        opened().deletePods();

        Retirement asked = retire(RetireAction.SCALE_TO_ZERO);

        assertThat(asked.complete()).isFalse();
        assertThat(asked.detail()).contains("its controller has not seen the change yet");
        opened().status(0);
        assertThat(retire(RetireAction.SCALE_TO_ZERO).complete()).isTrue();
    }

    @Test
    void whatIsDeletedStaysReadableUntilItsPodsAreGone() throws Exception {
        opened().run(2, Optional.empty());

        retire(RetireAction.DELETE);
        opened().deletePods();
        Retirement asked = retire(RetireAction.DELETE);

        assertThat(asked.complete()).isFalse();
        assertThat(asked.detail()).contains("is being deleted");
        assertThat(opened().deployment().get().getMetadata().getFinalizers()).contains("foregroundDeletion");
    }

    @Test
    void nothingElseOfTheDeploymentIsChanged() throws Exception {
        opened().run(2, Optional.empty());
        Deployment before = opened().deployment().get();

        retire(RetireAction.SCALE_TO_ZERO);

        Deployment after = opened().deployment().get();
        assertThat(after.getMetadata().getAnnotations())
                .containsEntry("team", "checkout")
                .containsEntry("sluice.dev/rollout", OURS.text())
                .containsEntry("sluice.dev/version", "17");
        assertThat(after.getMetadata().getLabels())
                .isEqualTo(before.getMetadata().getLabels());
        before.getSpec().setReplicas(0);
        assertThat(after.getSpec()).isEqualTo(before.getSpec());
    }

    @Test
    void aClaimThatCantBeReadForbidsIt() throws Exception {
        opened().run(2, Optional.empty());
        opened().deployment().edit(now -> {
            now.getMetadata().getAnnotations().put(Claims.ROLLOUT, LATER.text());
            return now;
        });

        assertThatThrownBy(() -> retire(RetireAction.SCALE_TO_ZERO))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(LATER.text())
                .hasMessageContaining("sluice.dev/version: 'null'");
        assertThat(opened().deployment().get().getSpec().getReplicas()).isEqualTo(2);
    }

    @Test
    void anAutoscalerThatTargetsItIsNamed() throws Exception {
        opened().run(2, Optional.empty());
        autoscaler("checkout", KubernetesRig.DEPLOYMENT, List.of());
        autoscaler("other", "other", List.of());

        assertThat(retire(RetireAction.SCALE_TO_ZERO).detail())
                .contains("HorizontalPodAutoscaler checkout targets it")
                .doesNotContain("other");
    }

    @Test
    void aScalerThatMayScaleItUpFromZeroIsNamed() throws Exception {
        opened().run(2, Optional.empty());
        OwnerReference keda = new OwnerReferenceBuilder()
                .withApiVersion("keda.sh/v1alpha1")
                .withKind("ScaledObject")
                .withName("checkout")
                .withUid("6b7d5bfc-0b5c-4b0e-8a0e-0d5a0f5f2f10")
                .build();
        autoscaler("keda-hpa-checkout", KubernetesRig.DEPLOYMENT, List.of(keda));

        assertThat(retire(RetireAction.SCALE_TO_ZERO).detail())
                .contains("ScaledObject checkout of KEDA targets it and may scale it up again");
    }
}
