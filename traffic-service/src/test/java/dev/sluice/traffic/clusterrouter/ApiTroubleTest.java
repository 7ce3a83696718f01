package dev.sluice.traffic.clusterrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.kubernetes.MockApi;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that is in trouble, played by a proxy before one that is not. The client would repeat if it were let. */
class ApiTroubleTest {
    private static final RolloutId ROLLOUT = new RolloutId("shop-aaaaaaaaaa");
    private static final Split HALF = Split.of(Weight.percent(50));
    private static final Stamp FIRST = new Stamp(ROLLOUT, 3, 1);
    private static final Stamp SECOND = new Stamp(ROLLOUT, 4, 1);

    /** A status to answer with: 0 passes everything on, -1 never answers. */
    private volatile int trouble;

    private volatile String method = "GET";
    private final AtomicInteger asked = new AtomicInteger();
    private final MockApi api = new MockApi();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer proxy;
    private ObjectRig rig;
    private KubernetesClient client;

    @BeforeEach
    void start() throws IOException {
        proxy = proxy(0);
        KubernetesClient admin =
                new KubernetesClientBuilder().withConfig(api.config()).build();
        rig = new ObjectRig(admin, api.config(), "shop", new IstioKit());
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + proxy.getAddress().getPort())
                        .withHttp2Disable(true)
                        .withRequestRetryBackoffLimit(5)
                        .withRequestRetryBackoffInterval(10)
                        .withRequestTimeout(10_000)
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        proxy.stop(0);
        threads.shutdownNow();
        http.close();
        client.close();
        rig.close();
        api.close();
    }

    private HttpServer proxy(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean troubled = trouble != 0 && exchange.getRequestMethod().equals(method);
        if (troubled) {
            asked.incrementAndGet();
        }
        if (troubled && trouble < 0) {
            return;
        }
        try (exchange) {
            if (troubled) {
                exchange.getResponseHeaders().add("Retry-After", "30");
                exchange.sendResponseHeaders(trouble, -1);
                return;
            }
            HttpResponse<byte[]> passed = http.send(
                    HttpRequest.newBuilder(URI.create(api.config().getMasterUrl())
                                    .resolve(exchange.getRequestURI().getPath()))
                            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                            .header("Content-Type", "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            exchange.sendResponseHeaders(passed.statusCode(), passed.body().length == 0 ? -1 : passed.body().length);
            exchange.getResponseBody().write(passed.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TrafficRouter router() {
        return rig.at(client, Duration.ofMillis(800));
    }

    private void recovers() throws Exception {
        trouble = 0;
        assertThat(rig.at(client, ObjectRig.LIMIT).restore(SECOND).restored()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aReadThatFailsIsAskedOnceAndMayPass(int status) throws Exception {
        rig.router().shift(HALF, FIRST);
        trouble = status;
        long start = System.nanoTime();

        assertThatThrownBy(() -> router().restore(SECOND)).isInstanceOf(Unreachable.class);

        assertThat(asked).hasValue(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("no Retry-After is kept")
                .isLessThan(Duration.ofSeconds(5));
        recovers();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aWriteThatFailsIsMadeOnceAndMayPass(int status) throws Exception {
        rig.router().shift(HALF, FIRST);
        method = "PUT";
        trouble = status;

        assertThatThrownBy(() -> rig.at(client, ObjectRig.LIMIT).restore(SECOND))
                .isInstanceOf(Unreachable.class);

        assertThat(asked).hasValue(1);
        recovers();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 405, 422})
    void whatWontPassByItselfIsRefusedAndNamesTheObject(int status) throws Exception {
        method = "PUT";
        trouble = status;

        assertThatThrownBy(() -> rig.at(client, ObjectRig.LIMIT).shift(HALF, FIRST))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("VirtualService shop/checkout");
        assertThat(asked).hasValue(1);
    }

    @Test
    void conflictsWithoutEndEndWithTheLimit() throws Exception {
        method = "PUT";
        trouble = 409;

        assertThatThrownBy(() -> rig.at(client, Duration.ofSeconds(2)).shift(HALF, FIRST))
                .isInstanceOf(Unreachable.class);

        assertThat(asked.get()).as("decided again at once").isGreaterThan(1);
        recovers();
    }

    @Test
    void whatHangsEndsWithTheLimit() throws Exception {
        rig.router().shift(HALF, FIRST);
        trouble = -1;

        assertThatThrownBy(() -> router().restore(SECOND)).isInstanceOf(Unreachable.class);

        recovers();
    }

    @Test
    void whatRefusesConnectionsIsUnreachableAndRecovers() throws Exception {
        rig.router().shift(HALF, FIRST);
        int port = proxy.getAddress().getPort();
        proxy.stop(0);

        assertThatThrownBy(() -> router().restore(SECOND)).isInstanceOf(Unreachable.class);

        proxy = proxy(port);
        recovers();
    }
}
