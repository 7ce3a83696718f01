package dev.sluice.traffic.clusterrouter;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testkit.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Namespaces on the shared API server, with the kinds of objects that routers are, and the rights of deploy/kubernetes. */
final class RealApi {

    private RealApi() {}

    static ObjectRig rig(Kit kit) throws Exception {
        assumeTrue(ApiServer.installed(), ApiServer.MISSING);
        ApiServer server = ApiServer.shared();
        Crds.install(server);
        KubernetesClient admin = server.administrator();
        String namespace = server.namespace("routers", "base/routers.yaml", "namespace/" + kit.binding());
        return new ObjectRig(admin, server.service(), namespace, kit);
    }

    static void unbind(KubernetesClient admin, String namespace) {
        admin.rbac().roleBindings().inNamespace(namespace).delete();
    }
}
