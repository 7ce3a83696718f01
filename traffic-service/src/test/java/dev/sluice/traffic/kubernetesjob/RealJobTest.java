package dev.sluice.traffic.kubernetesjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.events.plan.Task;
import dev.sluice.testkit.ApiServer;
import dev.sluice.traffic.port.TaskProgress;
import dev.sluice.traffic.port.TasksRig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

/** On a real API server, with exactly the rights that deploy/kubernetes gives to traffic-service for steps. */
class RealJobTest extends JobContract {

    @Override
    protected TasksRig<Task.Job> open() throws Exception {
        assumeTrue(ApiServer.installed(), ApiServer.MISSING);
        ApiServer server = ApiServer.shared();
        KubernetesClient admin = server.administrator();
        String namespace = server.namespace("steps", "base/steps.yaml", "namespace/steps.yaml");
        return new JobRig(admin, server.service(), namespace);
    }

    @Test
    void whereItWasNotBoundItMayDoNothing() {
        rig().admin()
                .rbac()
                .roleBindings()
                .inNamespace(rig().namespace())
                .withName("sluice-steps")
                .delete();

        TaskProgress progress = run(errand(1, 7));

        assertThat(progress).as(progress.detail()).isInstanceOf(TaskProgress.Refused.class);
        assertThat(progress.detail()).contains("system:serviceaccount:sluice:traffic-service", "forbidden");
    }

    @Test
    void whereItWasBoundItMayDoNothingElse() throws Exception {
        run(errand(1, 7));
        String namespace = rig().namespace();
        try (KubernetesClient service = new KubernetesClientBuilder()
                .withConfig(ApiServer.shared().service())
                .build()) {
            assertThatThrownBy(() -> service.resource(rig().jobs().getFirst()).delete())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("forbidden");
            assertThatThrownBy(() -> service.secrets().inNamespace(namespace).list())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("forbidden");
            assertThatThrownBy(() ->
                            service.batch().v1().jobs().inNamespace("default").list())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("forbidden");
        }
    }
}
