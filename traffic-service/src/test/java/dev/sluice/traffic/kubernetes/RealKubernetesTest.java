package dev.sluice.traffic.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.events.plan.RetireAction;
import dev.sluice.testkit.ApiServer;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On a real API server, with exactly the rights that deploy/kubernetes gives to traffic-service. */
class RealKubernetesTest extends KubernetesContract {

    @Override
    KubernetesRig rig() throws Exception {
        assumeTrue(ApiServer.installed(), ApiServer.MISSING);
        ApiServer server = ApiServer.shared();
        KubernetesClient admin = server.administrator();
        String namespace = server.namespace("shop", "base/workloads.yaml", "namespace/rolebinding.yaml");
        return new KubernetesRig(admin, server.service(), namespace, false);
    }

    @Test
    void whereItWasNotBoundItMayDoNothing() throws Exception {
        opened().run(1, Optional.empty());
        opened().admin()
                .rbac()
                .roleBindings()
                .inNamespace(opened().namespace())
                .withName("sluice-workloads")
                .delete();

        assertThatThrownBy(() -> opened().workloads()
                        .retire(opened().workload(RetireAction.SCALE_TO_ZERO), RetireAction.SCALE_TO_ZERO, STAMP))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("system:serviceaccount:sluice:traffic-service")
                .hasMessageContaining("forbidden");
        assertThat(opened().deployment().get().getSpec().getReplicas()).isEqualTo(1);
    }

    @Test
    void whereItWasBoundItMayDoNothingElse() throws Exception {
        opened().run(1, Optional.empty());
        String namespace = opened().namespace();
        try (KubernetesClient service = new KubernetesClientBuilder()
                .withConfig(ApiServer.shared().service())
                .build()) {
            Map<String, Runnable> forbidden = Map.of(
                    "secrets", () -> service.secrets().inNamespace(namespace).list(),
                    "configmaps",
                            () -> service.configMaps().inNamespace(namespace).list(),
                    "pods",
                            () -> service.pods()
                                    .inNamespace(namespace)
                                    .withName("green-0")
                                    .delete(),
                    "deployments",
                            () -> service.resource(opened().deployment().get()).update(),
                    "elsewhere",
                            () -> service.apps()
                                    .deployments()
                                    .inNamespace("default")
                                    .list());

            forbidden.forEach((what, request) -> assertThatThrownBy(request::run)
                    .as(what)
                    .isInstanceOfSatisfying(KubernetesClientException.class, refusal -> assertThat(refusal.getCode())
                            .isEqualTo(403)));
        }
    }
}
