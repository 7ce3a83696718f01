package dev.sluice.traffic.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import dev.sluice.traffic.port.WorkloadFailure.Unreachable;
import dev.sluice.traffic.port.Workloads;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MockKubernetesTest extends KubernetesContract {
    private final MockApi api = new MockApi();

    @Override
    KubernetesRig rig() throws Exception {
        KubernetesClient admin =
                new KubernetesClientBuilder().withConfig(api.config()).build();
        return new KubernetesRig(admin, api.config(), "shop", true);
    }

    @AfterEach
    void closeApi() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void theServersOwnTroubleMayPass(int status) throws Exception {
        answering(status, workloads -> assertThatThrownBy(() -> workloads.retire(
                        opened().workload(RetireAction.SCALE_TO_ZERO), RetireAction.SCALE_TO_ZERO, STAMP))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("Deployment shop/checkout-green"));
    }

    /** 404: at something that is no API server nothing may be taken for a Deployment that is gone. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422})
    void whatWontPassByItselfIsSaidToBeRefused(int status) throws Exception {
        answering(status, workloads -> assertThatThrownBy(() -> workloads.retire(
                        opened().workload(RetireAction.SCALE_TO_ZERO), RetireAction.SCALE_TO_ZERO, STAMP))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("Deployment shop/checkout-green"));
    }

    private interface Check {
        void with(Workloads<Workload.Kubernetes> workloads) throws Exception;
    }

    /** Every request is asked once: what is tried again is its caller's to decide. */
    private void answering(int status, Check check) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try (KubernetesClient client =
                KubernetesRig.clientOf(server.getAddress().getPort(), Duration.ofSeconds(30))) {
            opened().run(1, Optional.empty());
            check.with(new KubernetesWorkloads(() -> client));
            assertThat(asked).hasValue(1);
        } finally {
            server.stop(0);
        }
    }
}
