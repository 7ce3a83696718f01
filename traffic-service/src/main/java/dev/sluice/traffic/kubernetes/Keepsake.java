package dev.sluice.traffic.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Objects;
import java.util.Optional;

/**
 * What is left of a ConfigMap that goes with its version: pure. A version that is scaled to nothing may come back, and its
 * ConfigMap then comes back with it; under this name nothing reads it meanwhile.
 */
final class Keepsake {
    private static final String PREFIX = "sluice-kept-";
    private static final int NAME_MAX = 253;

    private Keepsake() {}

    /** Empty for a name that is too long to be kept under another. */
    static Optional<String> name(String configMap) {
        return Optional.of(PREFIX + configMap).filter(name -> name.length() <= NAME_MAX);
    }

    static ConfigMap of(ConfigMap standing, String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(standing.getMetadata().getNamespace())
                .withName(name)
                .withLabels(standing.getMetadata().getLabels())
                .withAnnotations(standing.getMetadata().getAnnotations())
                .endMetadata()
                .withImmutable(standing.getImmutable())
                .withData(standing.getData())
                .withBinaryData(standing.getBinaryData())
                .build();
    }

    static boolean same(ConfigMap one, ConfigMap other) {
        return Objects.equals(one.getData(), other.getData())
                && Objects.equals(one.getBinaryData(), other.getBinaryData());
    }
}
