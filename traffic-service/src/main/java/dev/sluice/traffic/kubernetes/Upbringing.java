package dev.sluice.traffic.kubernetes;

import dev.sluice.events.plan.Preparation;
import dev.sluice.events.plan.Workload;
import dev.sluice.traffic.apiserver.ApiFailure.Conflict;
import dev.sluice.traffic.port.Fence;
import dev.sluice.traffic.port.Readiness;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/**
 * A Deployment on its way up: it is made where it is missing, gets its image and its instances, and is ready when its
 * controller has seen all of that and every instance that is wanted is available in the newest version. Once this rollout
 * has claimed a Deployment that an autoscaler keeps, the number is the autoscaler's.
 */
final class Upbringing {
    private final Cluster cluster;

    Upbringing(Cluster cluster) {
        this.cluster = cluster;
    }

    /** One step; a {@link Conflict} says that somebody else was faster. */
    Readiness step(Workload.Kubernetes workload, Preparation preparation, Stamp stamp)
            throws WorkloadFailure, Conflict {
        for (String name : workload.configMaps()) {
            if (cluster.configMap(workload.home(), name).isEmpty()) {
                bringBack(workload, name);
            }
        }
        Optional<Deployment> standing = cluster.deployment(workload.home(), workload.deployment());
        if (standing.isEmpty()) {
            return made(workload, preparation, stamp);
        }
        Deployment deployment = standing.get();
        Optional<WorkloadFailure> forbidden = Fence.againstRetirement(stamp, Claims.of(deployment));
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
        if (deployment.getMetadata().getDeletionTimestamp() != null) {
            return Readiness.underWay(workload.deployment() + " is still being deleted");
        }
        return changed(workload, preparation, stamp, deployment)
                ? Readiness.underWay(workload.deployment() + " was changed, and its controller has not seen it yet")
                : observed(workload, preparation, deployment);
    }

    /** Its version was shut down, and comes back. */
    private void bringBack(Workload.Kubernetes workload, String name) throws WorkloadFailure, Conflict {
        Optional<String> place = Keepsake.name(name);
        Optional<ConfigMap> kept =
                place.isPresent() ? cluster.configMap(workload.home(), place.get()) : Optional.empty();
        if (kept.isEmpty()) {
            throw new Refused("ConfigMap " + workload.home() + "/" + name + " is not there");
        }
        cluster.create(Keepsake.of(kept.get(), name));
        cluster.delete(kept.get());
    }

    private Readiness made(Workload.Kubernetes workload, Preparation preparation, Stamp stamp)
            throws WorkloadFailure, Conflict {
        String from = preparation
                .from()
                .orElseThrow(() -> new Refused("Deployment " + workload.home() + "/" + workload.deployment()
                        + " is not there, and the plan does not say from which it is made: expected prepare.from"));
        Deployment model = cluster.deployment(workload.home(), from)
                .orElseThrow(() -> new Refused("Deployment " + workload.home() + "/" + from + " is not there"));
        cluster.create(Copy.of(model, workload, preparation, stamp));
        return Readiness.underWay(workload.deployment() + " was made as a copy of " + from);
    }

    /** Whether something was still to be written. */
    private boolean changed(Workload.Kubernetes workload, Preparation preparation, Stamp stamp, Deployment deployment)
            throws WorkloadFailure, Conflict {
        boolean ours = Claims.of(deployment)
                .filter(claim -> claim.rollout().equals(stamp.rollout()))
                .isPresent();
        if (preparation.image().isPresent()) {
            Container container = Copy.container(deployment);
            if (!preparation.image().get().equals(container.getImage())) {
                cluster.image(
                        claimed(deployment, stamp),
                        container.getName(),
                        preparation.image().get());
                return true;
            }
        }
        int wanted = KubernetesWorkloads.wanted(deployment);
        boolean kept = ours
                && wanted > 0
                && !cluster.autoscalers(workload.home(), workload.deployment()).isEmpty();
        if (wanted < preparation.replicas() && !kept) {
            cluster.scale(claimed(deployment, stamp), preparation.replicas());
            return true;
        }
        if (!ours) {
            claimed(deployment, stamp);
            return true;
        }
        return false;
    }

    private Deployment claimed(Deployment deployment, Stamp stamp) throws WorkloadFailure, Conflict {
        return cluster.claim(deployment, Fence.afterRestore(stamp, Claims.of(deployment)));
    }

    private Readiness observed(Workload.Kubernetes workload, Preparation preparation, Deployment deployment)
            throws WorkloadFailure, Conflict {
        if (!KubernetesWorkloads.seenByController(deployment)) {
            return Readiness.underWay(workload.deployment() + ": its controller has not seen the change yet");
        }
        Running running = cluster.running(deployment);
        if (running.broken().isPresent()) {
            return Readiness.broken(running.broken().get());
        }
        int newest =
                Optional.ofNullable(deployment.getStatus().getUpdatedReplicas()).orElse(0);
        int available = Optional.ofNullable(deployment.getStatus().getAvailableReplicas())
                .orElse(0);
        String said = "Deployment " + workload.home() + "/" + workload.deployment() + " has " + available + " of "
                + running.wanted() + " instances available";
        boolean all = running.wanted() > 0 && newest >= running.wanted() && available >= running.wanted();
        return all ? Readiness.ready(said) : Readiness.underWay(said);
    }
}
