package dev.sluice.traffic;

import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;
import dev.sluice.traffic.httpworkload.HttpWorkloads;
import dev.sluice.traffic.kubernetes.KubernetesWorkloads;
import dev.sluice.traffic.port.Readiness;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.Workloads;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Which adapter serves which kind of workload. */
@ApplicationScoped
public class Supervisors implements Workloads<Workload> {
    private final Workloads<Workload.Kubernetes> kubernetes;
    private final Workloads<Workload.Http> http;

    /** @param cluster asked for when the first workload of a cluster comes, so that nobody needs one before */
    @Inject
    Supervisors(Instance<KubernetesClient> cluster) {
        this.kubernetes = new KubernetesWorkloads(cluster::get);
        this.http = new HttpWorkloads(Routers.client(), Routers::secret);
    }

    @Override
    public Retirement retire(Workload workload, RetireAction action, Stamp stamp) throws WorkloadFailure {
        return switch (workload) {
            case Workload.Kubernetes deployment -> kubernetes.retire(deployment, action, stamp);
            case Workload.Http supervised -> http.retire(supervised, action, stamp);
        };
    }

    @Override
    public Readiness prepare(Workload workload, Stamp stamp) throws WorkloadFailure {
        return switch (workload) {
            case Workload.Kubernetes deployment -> kubernetes.prepare(deployment, stamp);
            case Workload.Http supervised -> http.prepare(supervised, stamp);
        };
    }

    @Override
    public Running observe(Workload workload) throws WorkloadFailure {
        return switch (workload) {
            case Workload.Kubernetes deployment -> kubernetes.observe(deployment);
            case Workload.Http supervised -> http.observe(supervised);
        };
    }
}
