package dev.sluice.testkit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real kube-apiserver on a real etcd, where the convention of envtest says so: the folder {@code KUBEBUILDER_ASSETS}
 * has both programs. It knows three users: one who may do everything, and the ServiceAccounts of traffic-service and
 * health-service, whose rights are those that RBAC gives them. No controller runs and no kubelet: their part is the test's.
 */
public final class ApiServer implements AutoCloseable {
    private static final Path DEPLOY = Path.of("../deploy/kubernetes");
    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final Duration START = Duration.ofSeconds(120);
    private static final String ADMIN = "the-administrators-token";
    private static final String SERVICE = "the-services-token";
    private static final String HEALTH = "the-token-of-health-service";
    private static final String ASSETS = "KUBEBUILDER_ASSETS";

    /** What a skipped test says. */
    public static final String MISSING = ASSETS + " does not name a folder with kube-apiserver and etcd";

    private static @Nullable ApiServer shared;

    private final Path folder;
    private final int port = free();
    private final List<Process> processes = new ArrayList<>();

    private ApiServer(Path assets) throws IOException, GeneralSecurityException {
        folder = Files.createTempDirectory("sluice-apiserver");
        int etcd = free();
        int peers = free();
        Files.writeString(folder.resolve("tokens.csv"), """
                %s,admin,1,"system:masters"
                %s,system:serviceaccount:sluice:traffic-service,2,"system:serviceaccounts,system:serviceaccounts:sluice"
                %s,system:serviceaccount:sluice:health-service,3,"system:serviceaccounts,system:serviceaccounts:sluice"
                """.formatted(ADMIN, SERVICE, HEALTH));
        signingKey();
        start(
                "etcd",
                assets.resolve("etcd").toString(),
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--listen-client-urls=http://127.0.0.1:" + etcd,
                "--advertise-client-urls=http://127.0.0.1:" + etcd,
                "--listen-peer-urls=http://127.0.0.1:" + peers,
                "--initial-advertise-peer-urls=http://127.0.0.1:" + peers,
                "--initial-cluster=default=http://127.0.0.1:" + peers);
        start(
                "kube-apiserver",
                assets.resolve("kube-apiserver").toString(),
                "--etcd-servers=http://127.0.0.1:" + etcd,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certs"),
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--service-account-issuer=https://sluice.test",
                "--service-account-key-file=" + folder.resolve("sa.pem"),
                "--service-account-signing-key-file=" + folder.resolve("sa.key"),
                // Pods of the tests need no account, which a controller would have to make.
                "--disable-admission-plugins=ServiceAccount");
    }

    /** Whether the programs are named; a test that needs them is skipped otherwise, and says {@link #MISSING}. */
    public static boolean installed() {
        return System.getenv(ASSETS) != null;
    }

    /** The one of this JVM, ready; it ends with it. */
    public static synchronized ApiServer shared() throws Exception {
        if (shared == null) {
            ApiServer server = new ApiServer(Path.of(String.valueOf(System.getenv(ASSETS))));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.awaitReady();
            shared = server;
        }
        return shared;
    }

    /** How traffic-service reaches it, as the environment of its process. */
    public Map<String, String> environment() {
        return Map.of(
                "QUARKUS_KUBERNETES_CLIENT_API_SERVER_URL",
                "https://127.0.0.1:" + port,
                "QUARKUS_KUBERNETES_CLIENT_TRUST_CERTS",
                "true",
                "QUARKUS_KUBERNETES_CLIENT_TOKEN",
                SERVICE);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public KubernetesClient administrator() {
        return new KubernetesClientBuilder().withConfig(config(ADMIN)).build();
    }

    /**
     * A namespace of its own, in which a service has the rights that deploy/kubernetes gives to it, and no others.
     *
     * @param roles the file of the roles, in that folder
     * @param binding the file that binds them in one namespace
     */
    public String namespace(String prefix, String roles, String binding) throws IOException {
        KubernetesClient admin = administrator();
        String namespace = prefix + "-" + NAMESPACES.incrementAndGet();
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        try (InputStream all = Files.newInputStream(DEPLOY.resolve(roles));
                InputStream bound = Files.newInputStream(DEPLOY.resolve(binding))) {
            for (HasMetadata role : admin.load(all).items()) {
                admin.resource(role).createOr(existing -> existing.update());
            }
            admin.resource(admin.rbac().roleBindings().load(bound).item())
                    .inNamespace(namespace)
                    .create();
        }
        return namespace;
    }

    /** How traffic-service reaches it. */
    public Config service() {
        return config(SERVICE);
    }

    /** How health-service reaches it. */
    public Config health() {
        return config(HEALTH);
    }

    private Config config(String token) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withTrustCerts(true)
                .withOauthToken(token)
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(10_000)
                .withConnectionTimeout(5_000)
                .build();
    }

    private void signingKey() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Files.writeString(
                folder.resolve("sa.key"), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(
                folder.resolve("sa.pem"), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private static String pem(String what, byte[] key) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private void start(String name, String... command) throws IOException {
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start());
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private void awaitReady() throws Exception {
        try (KubernetesClient client = administrator()) {
            Await.until("the API server is ready or dead", START, () -> dead() || ready(client), this::said);
        }
        if (dead()) {
            throw new IllegalStateException("the API server is dead: " + said());
        }
    }

    private boolean dead() {
        return processes.stream().anyMatch(process -> !process.isAlive());
    }

    private String said() {
        try {
            return Files.readString(log("kube-apiserver"));
        } catch (IOException e) {
            return "nothing that could be read: " + e.getMessage();
        }
    }

    private static boolean ready(KubernetesClient client) {
        try {
            return "ok".equals(client.raw("/readyz"))
                    && client.namespaces().withName("default").get() != null;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    @Override
    public void close() {
        processes.reversed().forEach(process -> {
            process.destroyForcibly();
            try {
                process.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("could not be removed: " + e.getMessage());
        }
    }
}
