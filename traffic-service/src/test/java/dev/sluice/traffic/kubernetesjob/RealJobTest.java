package dev.sluice.traffic.kubernetesjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.events.plan.Task;
import dev.sluice.testkit.ApiServer;
import dev.sluice.traffic.port.TaskProgress;
import dev.sluice.traffic.port.TasksRig;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** On a real API server, with exactly the rights that deploy/kubernetes gives to traffic-service for steps. */
class RealJobTest extends JobContract {
    private static final Path DEPLOY = Path.of("../deploy/kubernetes");
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    @Override
    protected TasksRig<Task.Job> open() throws Exception {
        assumeTrue(ApiServer.installed(), ApiServer.MISSING);
        ApiServer server = ApiServer.shared();
        KubernetesClient admin = server.administrator();
        String namespace = "steps-" + NAMESPACES.incrementAndGet();
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        try (InputStream role = Files.newInputStream(DEPLOY.resolve("base/steps.yaml"));
                InputStream binding = Files.newInputStream(DEPLOY.resolve("namespace/steps.yaml"))) {
            admin.resource(admin.rbac().clusterRoles().load(role).item()).createOr(existing -> existing.update());
            admin.resource(admin.rbac().roleBindings().load(binding).item())
                    .inNamespace(namespace)
                    .create();
        }
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
