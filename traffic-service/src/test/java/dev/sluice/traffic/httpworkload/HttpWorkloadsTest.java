package dev.sluice.traffic.httpworkload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Role;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.traffic.port.Sockets;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import dev.sluice.traffic.port.Workloads;
import dev.sluice.traffic.port.WorkloadsContract;
import dev.sluice.traffic.port.WorkloadsRig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpWorkloadsTest extends WorkloadsContract<Workload.Http> {
    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    protected WorkloadsRig<Workload.Http> open() throws IOException {
        return new Rig(client);
    }

    @AfterEach
    void closeClient() {
        client.shutdownNow();
    }

    private static Workload.Http green(URI url, RetireAction action) {
        return new Workload.Http(
                new Name("green"),
                Role.GREEN,
                url,
                Optional.empty(),
                action,
                RetireAction.KEEP,
                WorkloadsRig.preparation(action));
    }

    private static Workloads<Workload.Http> adapter(HttpClient client) {
        return new HttpWorkloads(client, ref -> "");
    }

    @Test
    void nothingIsDeletedBeforeItsInstancesHaveEnded() throws Exception {
        try (SupervisorServer server = new SupervisorServer()) {
            server.run(2, Optional.empty());
            Workload.Http green = green(server.url(), RetireAction.DELETE);

            adapter(client).retire(green, green.onRollback(), STAMP);
            adapter(client).retire(green, green.onRollback(), STAMP);
            assertThat(server.writes)
                    .containsExactly(
                            "PUT {\"replicas\":0,\"claim\":{\"rollout\":\"" + OURS + "\",\"version\":17,\"epoch\":3}}");
            server.end();
            adapter(client).retire(green, green.onRollback(), STAMP);

            assertThat(server.writes).last().isEqualTo("DELETE with 0 running");
        }
    }

    @Test
    void theBearerComesFromItsReference() throws Exception {
        try (SupervisorServer server = new SupervisorServer()) {
            server.run(1, Optional.empty());
            Workload.Http green = new Workload.Http(
                    new Name("green"),
                    Role.GREEN,
                    server.url(),
                    Optional.of(SecretRef.ofEnv("SUPERVISOR_TOKEN")),
                    RetireAction.SCALE_TO_ZERO,
                    RetireAction.KEEP,
                    Optional.empty());

            new HttpWorkloads(client, ref -> "secret of " + ref.env().orElseThrow())
                    .retire(green, green.onRollback(), STAMP);

            assertThat(server.authorizations).isNotEmpty().containsOnly("Bearer secret of SUPERVISOR_TOKEN");
        }
    }

    /** What stands at a wrong address must not be taken for a workload that is gone. */
    @Test
    void the404OfSomethingElseProvesNothing() throws Exception {
        try (SupervisorServer server = new SupervisorServer()) {
            Workload.Http lost = green(server.url().resolve("/elsewhere"), RetireAction.SCALE_TO_ZERO);

            assertThatThrownBy(() -> adapter(client).retire(lost, lost.onRollback(), STAMP))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("404");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | [] | replicas: expected a whole number",
                "200 | {\"replicas\":1,\"running\":1} | ready: expected a whole number",
                "200 | {\"replicas\":-1,\"running\":1,\"ready\":1} | replicas: expected a whole number of 0 or more",
                "200 | {\"replicas\":\"0\",\"running\":0,\"ready\":0} | replicas: expected a whole number",
                "200 | {\"replicas\":0,\"running\":0,\"ready\":0,\"claim\":\"me\"} | claim: expected null, or rollout",
                "200 | {\"replicas\":0,\"running\":0,\"ready\":0,\"claim\":{\"rollout\":\"X\",\"version\":1,\"epoch\":1}} | claim.",
                "200 | it runs | expected the workload as JSON",
                "403 | {} | answered 403",
                "500 | {} | answered 500"
            })
    void anAnswerThatIsNotTheContractsIsRefused(int status, String body, String says) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/green");

            assertThatThrownBy(
                            () -> adapter(client).retire(green(url, RetireAction.DELETE), RetireAction.DELETE, STAMP))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining(says);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aSupervisorThatIsBusyIsAskedAgainLater() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/green");

            assertThatThrownBy(() -> adapter(client).observe(green(url, RetireAction.DELETE)))
                    .isInstanceOf(WorkloadFailure.Unreachable.class)
                    .hasMessageContaining("503");
        } finally {
            server.stop(0);
        }
    }

    private static final class Rig implements WorkloadsRig<Workload.Http> {
        private final HttpClient client;
        private final SupervisorServer server = new SupervisorServer();
        private final ServerSocket silent = Sockets.silent();
        private URI url = server.url();

        Rig(HttpClient client) throws IOException {
            this.client = client;
        }

        @Override
        public Workloads<Workload.Http> workloads() {
            return adapter(client);
        }

        @Override
        public Workload.Http workload(RetireAction action) {
            return green(url, action);
        }

        @Override
        public void run(int instances, Optional<Stamp> claim) {
            server.run(instances, claim);
        }

        @Override
        public void grow() {
            server.end();
        }

        @Override
        public void end() {
            server.end();
        }

        @Override
        public void remove() {
            server.remove();
        }

        @Override
        public void intrude(int times) {
            for (int i = 0; i < times; i++) {
                server.intruders.add(server::touch);
            }
        }

        @Override
        public void intrude(Stamp claim) {
            server.intruders.add(() -> server.claim(claim));
        }

        @Override
        public Workloads<Workload.Http> unreachable() {
            try {
                url = URI.create("http://127.0.0.1:" + Sockets.free() + "/green");
                return adapter(client);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Workloads<Workload.Http> hanging() {
            url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/green");
            return new HttpWorkloads(client, ref -> "", Duration.ofMillis(500));
        }

        @Override
        public void close() {
            server.close();
            try {
                silent.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
