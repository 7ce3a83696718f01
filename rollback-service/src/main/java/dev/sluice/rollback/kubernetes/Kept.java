package dev.sluice.rollback.kubernetes;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.journal.Content;
import dev.sluice.events.value.Digest;
import dev.sluice.events.wire.Codec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept of a ConfigMap or a Secret: all that its owner wrote, and nothing that the cluster adds.
 *
 * @param data texts of a ConfigMap; base64 of a Secret
 * @param binary base64 of a ConfigMap
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Kept(
        Kind kind,
        String name,
        boolean there,
        boolean immutable,
        String type,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> data,
        Map<String, String> binary) {
    private static final int CHECKSUM = 26;

    /** What it is. */
    enum Kind {
        CONFIG_MAP("configmap"),
        SECRET("secret");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    Kept {
        labels = sorted(labels);
        annotations = sorted(annotations);
        data = sorted(data);
        binary = sorted(binary);
    }

    private static Map<String, String> sorted(@org.jspecify.annotations.Nullable Map<String, String> map) {
        return map == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(map));
    }

    static Kept absent(Kind kind, String name) {
        return new Kept(kind, name, false, false, "", Map.of(), Map.of(), Map.of(), Map.of());
    }

    static Kept of(ConfigMap map) {
        return new Kept(
                Kind.CONFIG_MAP,
                map.getMetadata().getName(),
                true,
                Boolean.TRUE.equals(map.getImmutable()),
                "",
                map.getMetadata().getLabels(),
                map.getMetadata().getAnnotations(),
                map.getData(),
                map.getBinaryData());
    }

    static Kept of(Secret secret) {
        return new Kept(
                Kind.SECRET,
                secret.getMetadata().getName(),
                true,
                Boolean.TRUE.equals(secret.getImmutable()),
                secret.getType() == null ? "Opaque" : secret.getType(),
                secret.getMetadata().getLabels(),
                secret.getMetadata().getAnnotations(),
                secret.getData(),
                Map.of());
    }

    ConfigMap configMap(String namespace) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withImmutable(immutable ? true : null)
                .withData(data)
                .withBinaryData(binary)
                .build();
    }

    Secret secret(String namespace) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withImmutable(immutable ? true : null)
                .withType(type)
                .withData(data)
                .build();
    }

    /** Whether both hold the same; labels and annotations are others' to write too. */
    boolean holdsTheSame(Kept other) {
        return there == other.there
                && immutable == other.immutable
                && type.equals(other.type)
                && data.equals(other.data)
                && binary.equals(other.binary);
    }

    /** A hash of a Secret is not told: a short one could be guessed from it. */
    Content content() {
        String checksum = kind == Kind.SECRET
                ? "compared, not shown"
                : Digest.of(
                        new String(
                                Codec.json(Map.of("data", data, "binary", binary, "immutable", immutable)),
                                StandardCharsets.UTF_8),
                        CHECKSUM);
        return new Content(
                kind.word + " " + name, there ? (long) data.size() + binary.size() : 0, there ? checksum : "absent");
    }
}
