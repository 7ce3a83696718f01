package dev.sluice.system;

import dev.sluice.testkit.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The API of a Kubernetes cluster with a VirtualService and a Service in it: a real kube-apiserver, where traffic-service
 * has the rights of deploy/kubernetes and no others, or fabric8's mock where there is none.
 */
final class Cluster implements AutoCloseable {
    private static final ResourceDefinitionContext VIRTUAL_SERVICES = new ResourceDefinitionContext.Builder()
            .withGroup("networking.istio.io")
            .withVersion("v1")
            .withKind("VirtualService")
            .withPlural("virtualservices")
            .withNamespaced(true)
            .build();
    private static final String OBJECTS = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: checkout, namespace: %1$s}
            spec:
              hosts: [checkout]
              http:
                - name: primary
                  retries: {attempts: 3, perTryTimeout: 2s}
                  route:
                    - destination: {host: checkout, subset: v1}
                      weight: 100
                    - destination: {host: checkout, subset: v2}
                      weight: 0
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: backend, namespace: %1$s}
            spec:
              selector: {app: backend, version: "5.0"}
              ports: [{port: 80}]
            """;
    /** A kind whose schema lets everything through: what is in it is Istio's business. */
    private static final String KIND = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: virtualservices.networking.istio.io}
            spec:
              group: networking.istio.io
              scope: Namespaced
              names: {kind: VirtualService, plural: virtualservices, singular: virtualservice}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private static final String URL = "QUARKUS_KUBERNETES_CLIENT_API_SERVER_URL";

    private final KubernetesClient admin;
    private final String namespace;
    private final Map<String, String> environment;
    private final AutoCloseable server;

    private Cluster(KubernetesClient admin, String namespace, Map<String, String> environment, AutoCloseable server) {
        this.admin = admin;
        this.namespace = namespace;
        this.environment = environment;
        this.server = server;
        load(OBJECTS.formatted(namespace));
    }

    static Cluster real() throws Exception {
        ApiServer api = ApiServer.shared();
        KubernetesClient admin = api.administrator();
        String namespace = "routers-it";
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        load(admin, KIND);
        Wait.until("the kind is served", Duration.ofSeconds(30), () -> served(admin, namespace));
        rights(admin, namespace);
        return new Cluster(admin, namespace, api.environment(), () -> {});
    }

    private static boolean served(KubernetesClient admin, String namespace) {
        try {
            return admin.genericKubernetesResources(VIRTUAL_SERVICES)
                            .inNamespace(namespace)
                            .list()
                    != null;
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }

    /** @param namespace of its objects, which no other cluster of the same traffic-service may have */
    static Cluster mock(String namespace) {
        KubernetesMockServer server = new KubernetesMockServer(
                new Context(Serialization.jsonMapper()),
                new MockWebServer(),
                new HashMap<>(),
                new KubernetesCrudDispatcher(),
                false);
        server.init();
        String url = "http://127.0.0.1:" + server.getPort();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url)
                .withHttp2Disable(true)
                .build();
        return new Cluster(
                new KubernetesClientBuilder().withConfig(config).build(),
                namespace,
                Map.of(URL, url, "HTTP2_DISABLE", "true"),
                server::destroy);
    }

    /** Where the mock's API is. */
    String url() {
        return environment.getOrDefault(URL, "");
    }

    /** The same for a service that is to find the API somewhere else. */
    Map<String, String> environment(String url) {
        Map<String, String> other = new HashMap<>(environment);
        other.put(URL, url);
        return other;
    }

    private static void rights(KubernetesClient admin, String namespace) throws IOException {
        Path folder = TestSystem.ROOT.resolve("deploy/kubernetes");
        for (String file :
                List.of("base/routers.yaml", "namespace/router-istio.yaml", "namespace/router-service.yaml")) {
            try (InputStream text = Files.newInputStream(folder.resolve(file))) {
                for (HasMetadata each : admin.load(text).items()) {
                    boolean bound = each.getKind().equals("RoleBinding");
                    if (bound) {
                        each.getMetadata().setNamespace(namespace);
                    }
                    admin.resource(each).createOr(existing -> existing.update());
                }
            }
        }
    }

    private static void load(KubernetesClient admin, String yaml) {
        admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(each -> create(admin, each));
    }

    private static void create(KubernetesClient admin, HasMetadata object) {
        if (object instanceof GenericKubernetesResource virtualService) {
            admin.genericKubernetesResources(VIRTUAL_SERVICES)
                    .inNamespace(object.getMetadata().getNamespace())
                    .resource(virtualService)
                    .create();
        } else {
            admin.resource(object).create();
        }
    }

    private void load(String yaml) {
        Stream.of(yaml.split("---\n")).forEach(each -> load(admin, each));
    }

    String namespace() {
        return namespace;
    }

    /** By which traffic-service finds it. */
    Map<String, String> environment() {
        return environment;
    }

    /** The weights of the VirtualService's route, stable's first. */
    List<Integer> weights() {
        GenericKubernetesResource object = admin.genericKubernetesResources(VIRTUAL_SERVICES)
                .inNamespace(namespace)
                .withName("checkout")
                .get();
        return Stream.of(0, 1)
                .map(i -> object.<Object>get("spec", "http", 0, "route", i, "weight"))
                .map(weight -> Integer.parseInt(String.valueOf(weight)))
                .toList();
    }

    /** What the route's owner wrote beside the weights. */
    Object retries() {
        return admin.genericKubernetesResources(VIRTUAL_SERVICES)
                .inNamespace(namespace)
                .withName("checkout")
                .get()
                .get("spec", "http", 0, "retries");
    }

    Map<String, String> selector() {
        return admin.services()
                .inNamespace(namespace)
                .withName("backend")
                .get()
                .getSpec()
                .getSelector();
    }

    @Override
    public void close() throws Exception {
        admin.close();
        server.close();
    }
}
