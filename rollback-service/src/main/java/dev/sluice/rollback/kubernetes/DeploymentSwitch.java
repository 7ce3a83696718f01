package dev.sluice.rollback.kubernetes;

import dev.sluice.events.plan.WriteHook;
import dev.sluice.events.value.Target;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.rollback.port.WriteSwitch;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Scales a Deployment to 0 and waits until its last pod has gone, also one that is still ending; and back. How many
 * replicas it had is written on it in the same update that takes them away, so that no crash forgets it. One that had none
 * is left as it is.
 */
public final class DeploymentSwitch implements WriteSwitch {
    private static final String REPLICAS = "sluice.dev/replicas-before-pause";
    private static final Duration LOOK = Duration.ofMillis(250);
    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    public DeploymentSwitch(WriteHook.Kubernetes hook, Target target, KubernetesClient client) {
        this.client = client;
        this.namespace = hook.namespace().orElse(target.namespace());
        this.name = hook.deployment();
    }

    @Override
    public void pause(Task task) throws StoreFailure {
        try {
            Deployment deployment = deployment();
            int replicas =
                    Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1);
            // Whatever is noted on it: the number may be left from a pause that somebody ended by hand.
            if (replicas > 0) {
                update(new DeploymentBuilder(deployment)
                        .editMetadata()
                        .addToAnnotations(REPLICAS, Integer.toString(replicas))
                        .endMetadata()
                        .editSpec()
                        .withReplicas(0)
                        .endSpec()
                        .build());
            }
            while (!pods(deployment).isEmpty()) {
                task.done(0);
                LockSupport.parkNanos(LOOK.toNanos());
            }
        } catch (KubernetesClientException e) {
            throw Failures.of("pausing Deployment " + namespace + "/" + name, e);
        }
    }

    @Override
    public void resume(Task task) throws StoreFailure {
        try {
            Deployment deployment = deployment();
            Optional<Integer> replicas = before(deployment);
            if (replicas.isPresent()) {
                update(new DeploymentBuilder(deployment)
                        .editMetadata()
                        .removeFromAnnotations(REPLICAS)
                        .endMetadata()
                        .editSpec()
                        .withReplicas(replicas.get())
                        .endSpec()
                        .build());
            }
        } catch (KubernetesClientException e) {
            throw Failures.of("resuming Deployment " + namespace + "/" + name, e);
        }
    }

    /** Fails when somebody else changed it since it was read. */
    private void update(Deployment changed) {
        client.resource(changed)
                .inNamespace(namespace)
                .lockResourceVersion(changed.getMetadata().getResourceVersion())
                .update();
    }

    private Deployment deployment() throws StoreFailure {
        Deployment deployment = client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (deployment == null) {
            throw StoreFailure.lasting("there is no Deployment " + namespace + "/" + name);
        }
        return deployment;
    }

    private static Optional<Integer> before(Deployment deployment) {
        Map<String, String> annotations = deployment.getMetadata().getAnnotations();
        return Optional.ofNullable(annotations == null ? null : annotations.get(REPLICAS))
                .map(Integer::valueOf);
    }

    private List<Pod> pods(Deployment deployment) {
        return client.pods()
                .inNamespace(namespace)
                .withLabelSelector(deployment.getSpec().getSelector())
                .list()
                .getItems();
    }
}
