package dev.sluice.traffic.clusterrouter;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testkit.ApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Namespaces on the shared API server, with the kinds of objects that routers are, and the rights of deploy/kubernetes. */
final class RealApi {
    private static final Path DEPLOY = Path.of("../deploy/kubernetes");
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private RealApi() {}

    static ObjectRig rig(Kit kit) throws Exception {
        assumeTrue(ApiServer.installed(), ApiServer.MISSING);
        ApiServer server = ApiServer.shared();
        Crds.install(server);
        KubernetesClient admin = server.administrator();
        String namespace = "routers-" + NAMESPACES.incrementAndGet();
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        try (InputStream roles = Files.newInputStream(DEPLOY.resolve("base/routers.yaml"))) {
            for (HasMetadata role : admin.load(roles).items()) {
                admin.resource(role).createOr(existing -> existing.update());
            }
        }
        bind(admin, namespace, kit);
        return new ObjectRig(admin, server.service(), namespace, kit);
    }

    private static void bind(KubernetesClient admin, String namespace, Kit kit) throws Exception {
        try (InputStream binding =
                Files.newInputStream(DEPLOY.resolve("namespace").resolve(kit.binding()))) {
            RoleBinding bound = admin.rbac().roleBindings().load(binding).item();
            admin.resource(bound).inNamespace(namespace).create();
        }
    }

    static void unbind(KubernetesClient admin, String namespace) {
        admin.rbac().roleBindings().inNamespace(namespace).delete();
    }
}
