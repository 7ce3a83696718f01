package dev.sluice.traffic;

import dev.sluice.events.plan.Task;
import dev.sluice.traffic.httptask.HttpTasks;
import dev.sluice.traffic.kubernetesjob.JobTasks;
import dev.sluice.traffic.port.Errand;
import dev.sluice.traffic.port.TaskProgress;
import dev.sluice.traffic.port.Tasks;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.InstantSource;

/** Which adapter serves which kind of task. */
@ApplicationScoped
public class Errands implements Tasks<Task.Work> {
    private final Tasks<Task.Job> jobs;
    private final Tasks<Task.Http> http;

    /** @param cluster asked for when the first Job comes, so that nobody needs one before */
    @Inject
    Errands(Instance<KubernetesClient> cluster) {
        this.jobs = new JobTasks(cluster::get);
        this.http = new HttpTasks(Routers.client(), Routers::secret, InstantSource.system());
    }

    @Override
    public TaskProgress run(Task.Work task, Errand errand) {
        return switch (task) {
            case Task.Job job -> jobs.run(job, errand);
            case Task.Http call -> http.run(call, errand);
        };
    }
}
