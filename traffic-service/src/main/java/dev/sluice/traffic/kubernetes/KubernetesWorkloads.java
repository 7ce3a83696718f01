package dev.sluice.traffic.kubernetes;

import dev.sluice.events.plan.Preparation;
import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;
import dev.sluice.traffic.apiserver.ApiFailure.Conflict;
import dev.sluice.traffic.port.Fence;
import dev.sluice.traffic.port.Readiness;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import dev.sluice.traffic.port.WorkloadFailure.Unreachable;
import dev.sluice.traffic.port.Workloads;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Deployments. The claim stands in annotations and is written first; the scale, or the deletion, then names the version
 * that the claim gave the Deployment, so that it fails if somebody else came in between, and is decided again at once on
 * what stands there then. Nothing counts as ended before the Deployment's controller has said so and no pod of its
 * selector is left. ConfigMaps go last.
 */
public final class KubernetesWorkloads implements Workloads<Workload.Kubernetes> {
    private static final int TRIES_MAX = 8;
    private final Cluster cluster;
    private final Upbringing upbringing;

    /**
     * Adapter for all Deployments that the client reaches.
     *
     * @param client the caller's, never closed here; it must not repeat requests by itself, and its own limit for one
     *     must be shorter than that for a call
     */
    public KubernetesWorkloads(Supplier<KubernetesClient> client) {
        this.cluster = new Cluster(client);
        this.upbringing = new Upbringing(cluster);
    }

    @Override
    public Retirement retire(Workload.Kubernetes workload, RetireAction action, Stamp stamp) throws WorkloadFailure {
        if (action == RetireAction.KEEP) {
            throw new Refused("the plan keeps it");
        }
        Retirement step = tried(workload, () -> step(workload, action, stamp));
        return new Retirement(step.complete(), step.detail() + tried(workload, () -> autoscalers(workload)));
    }

    @Override
    public Readiness prepare(Workload.Kubernetes workload, Stamp stamp) throws WorkloadFailure {
        Preparation preparation = workload.prepare().orElseThrow(() -> new Refused("the plan does not bring it up"));
        return tried(workload, () -> upbringing.step(workload, preparation, stamp));
    }

    @FunctionalInterface
    private interface Step<T> {
        T make() throws WorkloadFailure, Conflict;
    }

    /** Again at once when somebody else was faster. */
    private static <T> T tried(Workload.Kubernetes workload, Step<T> step) throws WorkloadFailure {
        Conflict last = null;
        for (int tries = 1; tries <= TRIES_MAX; tries++) {
            try {
                return step.make();
            } catch (Conflict conflict) {
                last = conflict;
            }
        }
        throw new Unreachable(
                name(workload) + " was changed by somebody else " + TRIES_MAX + " times in a row",
                last == null ? new IllegalStateException() : last);
    }

    private Retirement step(Workload.Kubernetes workload, RetireAction action, Stamp stamp)
            throws WorkloadFailure, Conflict {
        Optional<Deployment> standing = cluster.deployment(workload.home(), workload.deployment());
        if (standing.isPresent()) {
            refuse(Fence.againstRetirement(stamp, Claims.of(standing.get())));
            standing = write(workload, action, stamp, standing.get());
        }
        if (standing.isEmpty()) {
            return withoutConfigMaps(workload, action, stamp, name(workload) + " is gone");
        }
        Running left = cluster.running(standing.get());
        String said = name(workload) + " " + left.left();
        if (action == RetireAction.DELETE) {
            return Retirement.underWay(said + ", and is being deleted");
        }
        if (!seenByController(standing.get())) {
            return Retirement.underWay(said + ", and its controller has not seen the change yet");
        }
        return left.idle() ? withoutConfigMaps(workload, action, stamp, said) : Retirement.underWay(said);
    }

    /** Makes the change if it was not made before; returns what stands there afterwards. */
    private Optional<Deployment> write(
            Workload.Kubernetes workload, RetireAction action, Stamp stamp, Deployment standing)
            throws WorkloadFailure, Conflict {
        boolean deletes = action == RetireAction.DELETE;
        boolean done = deletes ? standing.getMetadata().getDeletionTimestamp() != null : wanted(standing) == 0;
        if (done) {
            return Optional.of(standing);
        }
        Deployment claimed = cluster.claim(standing, Fence.afterRestore(stamp, Claims.of(standing)));
        if (deletes) {
            cluster.delete(claimed);
        } else {
            cluster.scale(claimed, 0);
        }
        return cluster.deployment(workload.home(), workload.deployment());
    }

    private Retirement withoutConfigMaps(Workload.Kubernetes workload, RetireAction action, Stamp stamp, String said)
            throws WorkloadFailure, Conflict {
        List<String> left = new ArrayList<>();
        for (String name : workload.configMaps()) {
            Optional<ConfigMap> standing = cluster.configMap(workload.home(), name);
            if (standing.isPresent()) {
                refuse(Fence.againstRetirement(stamp, Claims.of(standing.get())));
                if (action == RetireAction.SCALE_TO_ZERO) {
                    keep(standing.get());
                }
                cluster.delete(standing.get());
                cluster.configMap(workload.home(), name).ifPresent(still -> left.add(name));
            }
        }
        if (!left.isEmpty()) {
            return Retirement.underWay(said + ", and ConfigMap " + String.join(", ", left) + " is being deleted");
        }
        return Retirement.complete(
                workload.configMaps().isEmpty()
                        ? said
                        : said + "; ConfigMap " + String.join(", ", workload.configMaps()) + " is gone");
    }

    /** A copy that was left from an earlier time gives way. */
    private void keep(ConfigMap standing) throws WorkloadFailure, Conflict {
        Optional<String> name = Keepsake.name(standing.getMetadata().getName());
        if (name.isEmpty()) {
            return;
        }
        Optional<ConfigMap> kept = cluster.configMap(standing.getMetadata().getNamespace(), name.get());
        boolean same = kept.isPresent() && Keepsake.same(kept.get(), standing);
        if (kept.isPresent() && !same) {
            cluster.delete(kept.get());
        }
        if (!same) {
            cluster.create(Keepsake.of(standing, name.get()));
        }
    }

    @Override
    public Running observe(Workload.Kubernetes workload) throws WorkloadFailure {
        try {
            Optional<Deployment> standing = cluster.deployment(workload.home(), workload.deployment());
            return standing.isPresent() ? cluster.running(standing.get()) : Running.NOTHING;
        } catch (Conflict e) {
            throw new IllegalStateException("a read has no conflict", e);
        }
    }

    private static DeploymentStatus status(Deployment deployment) {
        return deployment.getStatus() == null ? new DeploymentStatus() : deployment.getStatus();
    }

    /** Until then its status speaks of an earlier state, and pods of that state may still be made. */
    static boolean seenByController(Deployment deployment) {
        Long generation = deployment.getMetadata().getGeneration();
        Long seen = status(deployment).getObservedGeneration();
        return generation == null || (seen != null && seen >= generation);
    }

    /** One instance is what a Deployment has that names no number. */
    static int wanted(Deployment deployment) {
        Integer replicas = deployment.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    /** What should be known of those that scale the Deployment, too. */
    private String autoscalers(Workload.Kubernetes workload) throws WorkloadFailure, Conflict {
        try {
            return cluster.autoscalers(workload.home(), workload.deployment()).stream()
                    .map(KubernetesWorkloads::remark)
                    .collect(Collectors.joining());
        } catch (Refused unknown) {
            return "; nobody can tell whether an autoscaler targets it: " + unknown.getMessage();
        }
    }

    /**
     * An autoscaler of Kubernetes itself stands still at 0 replicas and goes on when somebody scales up; KEDA's own
     * operator scales up from 0, and so may undo this.
     */
    private static String remark(HorizontalPodAutoscaler autoscaler) {
        String name = autoscaler.getMetadata().getName();
        return Optional.ofNullable(autoscaler.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
                .filter(owner -> owner.getKind().equals("ScaledObject"))
                .findFirst()
                .map(owner -> "; ScaledObject " + owner.getName() + " of KEDA targets it and may scale it up again")
                .orElse("; HorizontalPodAutoscaler " + name
                        + " targets it, stands still at 0 replicas, and would keep it up if somebody scaled it up");
    }

    private static void refuse(Optional<WorkloadFailure> forbidden) throws WorkloadFailure {
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
    }

    private static String name(Workload.Kubernetes workload) {
        return "Deployment " + workload.home() + "/" + workload.deployment();
    }
}
