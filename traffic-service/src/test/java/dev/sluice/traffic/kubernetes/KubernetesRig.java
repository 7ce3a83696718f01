package dev.sluice.traffic.kubernetes;

import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Role;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.port.Sockets;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.Workloads;
import dev.sluice.traffic.port.WorkloadsRig;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A namespace with one Deployment, at a mock or at a real API server. The rig plays the Deployment's controller, the
 * kubelet and the garbage collector, one step at a time; the adapter has a client of its own, with the service's rights.
 */
final class KubernetesRig implements WorkloadsRig<Workload.Kubernetes> {
    static final String DEPLOYMENT = "checkout-green";
    private static final Set<String> WRITES = Set.of("PUT", "PATCH", "DELETE");
    private final KubernetesClient admin;
    private final String namespace;
    private final boolean mock;
    private final KubernetesClient service;
    private final Queue<Runnable> intruders = new ConcurrentLinkedQueue<>();
    private final ServerSocket silent = Sockets.silent();
    private List<String> configMaps = List.of();

    /** @param mock whether the server lacks the finalizer that a deletion in the foreground sets */
    KubernetesRig(KubernetesClient admin, Config service, String namespace, boolean mock) throws IOException {
        this.admin = admin;
        this.namespace = namespace;
        this.mock = mock;
        this.service = client(service);
    }

    private KubernetesClient client(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(
                        builder -> builder.addOrReplaceInterceptor("intruder", new Interceptor() {
                            @Override
                            public void before(BasicBuilder request, HttpRequest original, RequestTags tags) {
                                Runnable intruder = WRITES.contains(original.method()) ? intruders.poll() : null;
                                if (intruder != null) {
                                    intruder.run();
                                }
                            }
                        }))
                .build();
    }

    String namespace() {
        return namespace;
    }

    KubernetesClient admin() {
        return admin;
    }

    @Override
    public Workloads<Workload.Kubernetes> workloads() {
        return new KubernetesWorkloads(() -> service);
    }

    /** The plan's ConfigMaps of the version. */
    void configMaps(String... names) {
        configMaps = List.of(names);
    }

    @Override
    public Workload.Kubernetes workload(RetireAction action) {
        return new Workload.Kubernetes(
                new Name("green"),
                Role.GREEN,
                Optional.of(namespace),
                DEPLOYMENT,
                action,
                RetireAction.KEEP,
                action == RetireAction.KEEP ? List.of() : configMaps,
                WorkloadsRig.preparation(action));
    }

    RollableScalableResource<Deployment> deployment() {
        return admin.apps().deployments().inNamespace(namespace).withName(DEPLOYMENT);
    }

    @Override
    public void run(int instances, Optional<Stamp> claim) {
        Map<String, String> labels = Map.of("app", DEPLOYMENT);
        admin.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(DEPLOYMENT)
                        .withAnnotations(claim.map(Claims::annotations).orElse(Map.of()))
                        .addToAnnotations("team", "checkout")
                        .withFinalizers(mock ? List.of("foregroundDeletion") : List.of())
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(instances)
                        .withNewSelector()
                        .withMatchLabels(labels)
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("example.com/checkout:5.1")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        for (int i = 0; i < instances; i++) {
            pod("green-" + i);
        }
        status(instances);
    }

    /** A pod of the Deployment's selector. */
    Pod pod(String name) {
        return admin.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withLabels(Map.of("app", DEPLOYMENT))
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("example.com/checkout:5.1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    /** The controller has seen the Deployment, and so many of its pods. */
    void status(int replicas) {
        deployment().editStatus(standing -> new DeploymentBuilder(standing)
                .withNewStatus()
                .withReplicas(replicas)
                .withReadyReplicas(replicas)
                .withUpdatedReplicas(replicas)
                .withAvailableReplicas(replicas)
                .withObservedGeneration(standing.getMetadata().getGeneration())
                .endStatus()
                .build());
    }

    @Override
    public void grow() {
        int wanted = deployment().get().getSpec().getReplicas();
        deletePods();
        for (int i = 0; i < wanted; i++) {
            pod("green-" + i);
        }
        status(wanted);
    }

    void deletePods() {
        admin.pods()
                .inNamespace(namespace)
                .withLabel("app", DEPLOYMENT)
                .withGracePeriod(0)
                .delete();
    }

    @Override
    public void end() {
        deletePods();
        if (deployment().get().getMetadata().getDeletionTimestamp() == null) {
            status(0);
        } else {
            release();
        }
    }

    @Override
    public void remove() {
        deletePods();
        deployment().delete();
        release();
    }

    /** What the garbage collector does when it has deleted everything that a Deployment owns. */
    private void release() {
        Optional.ofNullable(deployment().get())
                .filter(standing -> !standing.getMetadata().getFinalizers().isEmpty())
                .ifPresent(standing -> deployment().edit(now -> new DeploymentBuilder(now)
                        .editMetadata()
                        .withFinalizers(List.of())
                        .endMetadata()
                        .build()));
    }

    @Override
    public void intrude(int times) {
        for (int i = 0; i < times; i++) {
            String mark = "mark-" + i;
            intruders.add(() -> annotate(Map.of("somebody", mark)));
        }
    }

    @Override
    public void intrude(Stamp claim) {
        intruders.add(() -> annotate(Claims.annotations(claim)));
    }

    private void annotate(Map<String, String> annotations) {
        deployment().edit(now -> new DeploymentBuilder(now)
                .editMetadata()
                .addToAnnotations(annotations)
                .endMetadata()
                .build());
    }

    @Override
    public Workloads<Workload.Kubernetes> unreachable() {
        try {
            return at(Sockets.free());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Workloads<Workload.Kubernetes> hanging() {
        return at(silent.getLocalPort());
    }

    private static Workloads<Workload.Kubernetes> at(int port) {
        KubernetesClient client = clientOf(port, Duration.ofMillis(500));
        return new KubernetesWorkloads(() -> client);
    }

    static KubernetesClient clientOf(int port, Duration limit) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + port)
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout((int) limit.toMillis())
                        .withConnectionTimeout((int) limit.toMillis())
                        .build())
                .build();
    }

    @Override
    public void close() {
        service.close();
        admin.close();
        try {
            silent.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
