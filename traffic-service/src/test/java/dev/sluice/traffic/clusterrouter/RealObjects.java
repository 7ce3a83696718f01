package dev.sluice.traffic.clusterrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterRig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On a real API server, with exactly the rights that deploy/kubernetes gives to traffic-service for this adapter. */
abstract class RealObjects extends ObjectRouterContract {
    abstract Kit kit();

    @Override
    protected RouterRig open() throws Exception {
        return RealApi.rig(kit());
    }

    @Test
    void whereItWasNotBoundItMayDoNothing() throws Exception {
        RealApi.unbind(objects().admin(), objects().namespace());

        assertThatThrownBy(() -> rig().router().restore(stamp(OLD, 4, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("system:serviceaccount:sluice:traffic-service")
                .hasMessageContaining("forbidden");
        assertThat(rig().router().rights())
                .allSatisfy(
                        right -> assertThat(right.answer()).as(right.toString()).isEqualTo(Right.Answer.MISSING));
    }

    @Test
    void whereItWasBoundItMayDoNothingElse() {
        KubernetesClient service = objects().service();
        String namespace = objects().namespace();
        ObjectNode manifest = objects().kit().manifests(namespace).getFirst();
        ObjectRef ref = ObjectRig.ref(manifest);
        ObjectNode other = manifest.deepCopy();
        ((ObjectNode) other.path("metadata")).put("name", "another");
        Map<String, Runnable> forbidden = new LinkedHashMap<>();
        forbidden.put("list", () -> service.raw(ref.collection(), "GET", null));
        forbidden.put("delete", () -> service.raw(ref.path(), "DELETE", null));
        forbidden.put(
                "elsewhere", () -> service.raw(ref.at("default", "checkout").path(), "GET", null));
        forbidden.put("secrets", () -> service.secrets().inNamespace(namespace).list());
        forbidden.put("pods", () -> service.pods().inNamespace(namespace).list());
        forbidden.put(
                "deployments",
                () -> service.apps().deployments().inNamespace(namespace).list());
        if (!(objects().kit() instanceof NginxKit)) {
            forbidden.put("create", () -> service.raw(ref.collection(), "POST", other.toString()));
        }

        forbidden.forEach((what, request) -> assertThatThrownBy(request::run)
                .as(what)
                .isInstanceOfSatisfying(KubernetesClientException.class, refusal -> assertThat(refusal.getCode())
                        .isEqualTo(403)));
    }
}
