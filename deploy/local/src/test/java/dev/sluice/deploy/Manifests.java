package dev.sluice.deploy;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The objects of deploy/kubernetes/base, read strictly: a member that Kubernetes does not know fails by name. */
final class Manifests {
    static final Path BASE = DeployFiles.DEPLOY.resolve("kubernetes/base");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/ConfigMap", ConfigMap.class,
            "v1/Service", Service.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "apps/v1/Deployment", Deployment.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "rbac.authorization.k8s.io/v1/ClusterRole", ClusterRole.class,
            "rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class);

    private Manifests() {}

    /** All objects that the kustomization names. */
    static List<HasMetadata> objects() {
        List<HasMetadata> objects = new ArrayList<>();
        for (String file : DeployFiles.strings(
                DeployFiles.yaml(BASE.resolve("kustomization.yaml")).get("resources"))) {
            DeployFiles.documents(BASE.resolve(file)).forEach(document -> objects.add(object(file, document)));
        }
        return objects;
    }

    static <T> List<T> of(Class<T> kind) {
        return objects().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static HasMetadata object(String file, JsonNode document) {
        String kind = document.path("apiVersion").asText() + "/"
                + document.path("kind").asText();
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
            throw new AssertionError(file + ": " + kind + " is none of " + KINDS.keySet());
        }
        try {
            HasMetadata object = YAML.treeToValue(document, type);
            nothingUnknown(file + " " + kind, object);
            return object;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The models keep what they don't know in a map of its own, which must be empty everywhere. */
    private static void nothingUnknown(String place, Object object) {
        if (object instanceof Collection<?> list) {
            list.forEach(item -> nothingUnknown(place, item));
        } else if (object instanceof Map<?, ?> map) {
            map.values().forEach(item -> nothingUnknown(place, item));
        } else if (object != null && object.getClass().getName().startsWith("io.fabric8.")) {
            for (Method getter : object.getClass().getMethods()) {
                boolean reads =
                        getter.getParameterCount() == 0 && getter.getName().startsWith("get");
                if (reads && getter.isAnnotationPresent(JsonAnyGetter.class)) {
                    if (!((Map<?, ?>) value(getter, object)).isEmpty()) {
                        throw new AssertionError(place + ": unknown members " + value(getter, object));
                    }
                } else if (reads && getter.getDeclaringClass() != Object.class) {
                    nothingUnknown(place + "." + getter.getName().substring(3), value(getter, object));
                }
            }
        }
    }

    private static Object value(Method getter, Object object) {
        try {
            return getter.invoke(object);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(getter.toString(), e);
        }
    }
}
