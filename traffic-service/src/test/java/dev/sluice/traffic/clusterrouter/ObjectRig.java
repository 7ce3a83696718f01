package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.Sockets;
import dev.sluice.traffic.port.TrafficRouter;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A namespace with the objects of one kit, at a mock or a real API server; the adapter has a client of its own. */
final class ObjectRig implements RouterRig {
    /** Longer than the service's own limit of a second: the machines of tests are slower. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private final KubernetesClient admin;
    private final KubernetesClient service;
    private final String namespace;
    private final Kit kit;
    private final ServerSocket silent = Sockets.silent();
    private final List<KubernetesClient> others = new CopyOnWriteArrayList<>();

    ObjectRig(KubernetesClient admin, Config service, String namespace, Kit kit) throws IOException {
        this.admin = admin;
        this.service = new KubernetesClientBuilder().withConfig(service).build();
        this.namespace = namespace;
        this.kit = kit;
        apply();
    }

    static ObjectRef ref(ObjectNode manifest) {
        String[] version = manifest.path("apiVersion").asText().split("/");
        String kind = manifest.path("kind").asText();
        String plural = kind.equals("Ingress") ? "ingresses" : kind.toLowerCase(java.util.Locale.ROOT) + "s";
        return new ObjectRef(
                version.length == 1 ? "" : version[0],
                version[version.length - 1],
                manifest.at("/metadata/namespace").asText(),
                kind,
                plural,
                manifest.at("/metadata/name").asText());
    }

    private void apply() {
        for (ObjectNode manifest : kit.manifests(namespace)) {
            apply(manifest);
        }
    }

    /** In the place of what stands there, if anything does. */
    void apply(ObjectNode manifest) {
        ObjectRef ref = ref(manifest);
        Optional<ObjectNode> standing = read(ref);
        if (standing.isEmpty()) {
            admin.raw(ref.collection(), "POST", manifest.toString());
        } else {
            ObjectNode next = manifest.deepCopy();
            ((ObjectNode) next.path("metadata"))
                    .set("resourceVersion", standing.get().at("/metadata/resourceVersion"));
            // What the API server gave it, it keeps.
            standing.get().path("spec").properties().forEach(field -> {
                if (field.getKey().startsWith("clusterIP")) {
                    ((ObjectNode) next.path("spec")).set(field.getKey(), field.getValue());
                }
            });
            admin.raw(ref.path(), "PUT", next.toString());
        }
    }

    Optional<ObjectNode> read(ObjectRef ref) {
        @Nullable String text = admin.raw(ref.path());
        return Optional.ofNullable(text).map(Yaml::json);
    }

    /** The object that is split. */
    ObjectNode standing() {
        return read(kit.split(namespace)).orElseThrow();
    }

    KubernetesClient admin() {
        return admin;
    }

    KubernetesClient service() {
        return service;
    }

    String namespace() {
        return namespace;
    }

    Kit kit() {
        return kit;
    }

    @Override
    public TrafficRouter router() {
        return at(service, LIMIT);
    }

    /** With as much time for each call as traffic-service gives it. */
    TrafficRouter hurried() {
        return at(service, Duration.ofSeconds(1));
    }

    TrafficRouter at(KubernetesClient client, Duration limit) {
        return new ObjectRouter(ClusterRouters.place(kit.plan(namespace)), () -> client, limit);
    }

    @Override
    public TrafficRouter unreachable() {
        try {
            return at(clientOf(Sockets.free()), LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TrafficRouter hanging() {
        return at(clientOf(silent.getLocalPort()), Duration.ofMillis(500));
    }

    /** A client whose own limits are those of the service's configuration. */
    KubernetesClient clientOf(int port) {
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + port)
                        .withHttp2Disable(true)
                        .withRequestRetryBackoffLimit(0)
                        .withConnectionTimeout(1_000)
                        .withRequestTimeout(2_000)
                        .build())
                .build();
        others.add(client);
        return client;
    }

    @Override
    public Sent send(int requests) {
        return send(requests, Optional.empty());
    }

    @Override
    public Sent send(int requests, HeaderMatch header) {
        return send(requests, Optional.of(header));
    }

    private Sent send(int requests, Optional<HeaderMatch> header) {
        Map<ObjectRef, Optional<ObjectNode>> read = new HashMap<>();
        int[] sent = new int[Traffic.Side.values().length];
        for (int i = 0; i < requests; i++) {
            Traffic.World once = ref -> read.computeIfAbsent(ref, this::read);
            sent[kit.side(once, namespace, header, new Traffic.Position(i)).ordinal()]++;
        }
        return new Sent(sent[0], sent[1], sent[2]);
    }

    @Override
    public boolean latches() {
        return true;
    }

    @Override
    public boolean counts() {
        return false;
    }

    @Override
    public boolean headers() {
        return kit.headers();
    }

    @Override
    public boolean can(Weight share) {
        return kit.can(share);
    }

    @Override
    public Optional<Weight> impossible() {
        Weight some = Weight.percent(5);
        return kit.can(some) ? Optional.empty() : Optional.of(some);
    }

    /** The owner applies the manifests again, and a deployment tool deletes what is none of them. */
    @Override
    public void restart() {
        ObjectRef split = kit.split(namespace);
        if (kit.manifests(namespace).stream()
                .noneMatch(manifest -> ref(manifest).equals(split))) {
            admin.raw(split.path(), "DELETE", null);
        }
        apply();
    }

    @Override
    public void close() {
        others.forEach(KubernetesClient::close);
        service.close();
        admin.close();
        try {
            silent.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
