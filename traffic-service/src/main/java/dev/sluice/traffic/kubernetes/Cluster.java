package dev.sluice.traffic.kubernetes;

import dev.sluice.traffic.apiserver.ApiCall;
import dev.sluice.traffic.apiserver.ApiFailure;
import dev.sluice.traffic.apiserver.ApiFailure.Conflict;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import dev.sluice.traffic.port.WorkloadFailure.Unreachable;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The few requests to the API server, one each, never repeated here. Every write names the version of the object that was
 * read, so that it fails with a {@link Conflict} when somebody else was faster.
 */
final class Cluster {
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");
    private final Supplier<KubernetesClient> client;

    /** @param client the caller's; asked for at each use, so that a service without a cluster needs none */
    Cluster(Supplier<KubernetesClient> client) {
        this.client = client;
    }

    /** By a list, which is never empty by mistake, as a single object is missing from whatever is no API server. */
    Optional<Deployment> deployment(String namespace, String name) throws WorkloadFailure, Conflict {
        return call(
                "read Deployment " + namespace + "/" + name, () -> client
                        .get()
                        .apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withField("metadata.name", name)
                        .list()
                        .getItems()
                        .stream()
                        .findFirst());
    }

    /** Writes the stamp into its annotations and returns the Deployment as it is then. */
    Deployment claim(Deployment deployment, Stamp stamp) throws WorkloadFailure, Conflict {
        Map<String, Object> metadata = Map.of(
                "resourceVersion",
                deployment.getMetadata().getResourceVersion(),
                "annotations",
                Claims.annotations(stamp));
        String patch = Serialization.asJson(Map.of("metadata", metadata));
        return call("annotate " + named(deployment), () -> client.get()
                .apps()
                .deployments()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withName(deployment.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    void create(HasMetadata object) throws WorkloadFailure, Conflict {
        call("create " + named(object), () -> client.get().resource(object).create());
    }

    /** Gives one container another image. */
    void image(Deployment deployment, String container, String image) throws WorkloadFailure, Conflict {
        String patch = Serialization.asJson(Map.of(
                "metadata",
                Map.of("resourceVersion", deployment.getMetadata().getResourceVersion()),
                "spec",
                Map.of(
                        "template",
                        Map.of("spec", Map.of("containers", List.of(Map.of("name", container, "image", image)))))));
        call("change the image of " + named(deployment), () -> client.get()
                .apps()
                .deployments()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withName(deployment.getMetadata().getName())
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch));
    }

    void scale(Deployment deployment, int replicas) throws WorkloadFailure, Conflict {
        Scale wanted = new ScaleBuilder()
                .withNewMetadata()
                .withNamespace(deployment.getMetadata().getNamespace())
                .withName(deployment.getMetadata().getName())
                .withResourceVersion(deployment.getMetadata().getResourceVersion())
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .endSpec()
                .build();
        call("scale " + named(deployment), () -> client.get()
                .apps()
                .deployments()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withName(deployment.getMetadata().getName())
                .scale(wanted));
    }

    /** In the foreground: it stays readable until its last pod is gone. */
    void delete(Deployment deployment) throws WorkloadFailure, Conflict {
        delete("/apis/apps/v1", "deployments", deployment, "Foreground");
    }

    void delete(ConfigMap configMap) throws WorkloadFailure, Conflict {
        delete("/api/v1", "configmaps", configMap, "Background");
    }

    private void delete(String group, String plural, HasMetadata object, String propagation)
            throws WorkloadFailure, Conflict {
        String path = group + "/namespaces/" + object.getMetadata().getNamespace() + "/" + plural + "/"
                + object.getMetadata().getName();
        DeleteOptions options = new DeleteOptionsBuilder()
                .withPropagationPolicy(propagation)
                .withNewPreconditions()
                .withUid(object.getMetadata().getUid())
                .withResourceVersion(object.getMetadata().getResourceVersion())
                .endPreconditions()
                .build();
        // A null answer is a 404: it is gone already.
        call("delete " + named(object), () -> Optional.ofNullable(client.get().raw(path, "DELETE", options)));
    }

    /** What runs of it, by its status and by its pods. */
    Running running(Deployment deployment) throws WorkloadFailure, Conflict {
        DeploymentStatus status = deployment.getStatus() == null ? new DeploymentStatus() : deployment.getStatus();
        int told = status.getReplicas() == null ? 0 : status.getReplicas();
        int ready = status.getReadyReplicas() == null ? 0 : status.getReadyReplicas();
        List<Pod> pods = pods(deployment);
        return new Running(
                true,
                KubernetesWorkloads.wanted(deployment),
                Math.max(told, pods.size()),
                ready,
                Claims.of(deployment),
                Crashes.among(pods));
    }

    /** The pods of its selector that have not ended, those included that are ending. */
    private List<Pod> pods(Deployment deployment) throws WorkloadFailure, Conflict {
        List<Pod> pods = call("list the pods of " + named(deployment), () -> client.get()
                .pods()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withLabelSelector(deployment.getSpec().getSelector())
                .list()
                .getItems());
        return pods.stream()
                .filter(pod -> pod.getStatus() == null
                        || !OVER.contains(String.valueOf(pod.getStatus().getPhase())))
                .toList();
    }

    Optional<ConfigMap> configMap(String namespace, String name) throws WorkloadFailure, Conflict {
        return call(
                "read ConfigMap " + namespace + "/" + name,
                () -> Optional.ofNullable(client.get()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName(name)
                        .get()));
    }

    /** The autoscalers whose target is this Deployment. */
    List<HorizontalPodAutoscaler> autoscalers(String namespace, String deployment) throws WorkloadFailure, Conflict {
        List<HorizontalPodAutoscaler> all = call("list HorizontalPodAutoscalers of " + namespace, () -> client.get()
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(namespace)
                .list()
                .getItems());
        return all.stream()
                .filter(each -> each.getSpec().getScaleTargetRef().getKind().equals("Deployment"))
                .filter(each -> each.getSpec().getScaleTargetRef().getName().equals(deployment))
                .toList();
    }

    private static String named(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }

    private static <T> T call(String what, Supplier<T> request) throws WorkloadFailure, Conflict {
        try {
            return ApiCall.of(what, request);
        } catch (Conflict conflict) {
            throw conflict;
        } catch (ApiFailure.Unreachable e) {
            throw new Unreachable(String.valueOf(e.getMessage()), e);
        } catch (ApiFailure e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }
}
