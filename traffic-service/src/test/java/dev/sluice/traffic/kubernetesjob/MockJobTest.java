package dev.sluice.traffic.kubernetesjob;

import dev.sluice.events.plan.Task;
import dev.sluice.traffic.kubernetes.MockApi;
import dev.sluice.traffic.port.TasksRig;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterEach;

class MockJobTest extends JobContract {
    private final MockApi api = new MockApi();

    @Override
    protected TasksRig<Task.Job> open() {
        return new JobRig(new KubernetesClientBuilder().withConfig(api.config()).build(), api.config(), "shop");
    }

    @AfterEach
    void closeApi() {
        api.close();
    }
}
