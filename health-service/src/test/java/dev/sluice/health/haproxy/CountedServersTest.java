package dev.sluice.health.haproxy;

import static dev.sluice.health.haproxy.Edge.CANDIDATE;
import static dev.sluice.health.haproxy.Edge.SECOND;
import static dev.sluice.health.haproxy.Edge.WHOLE;
import static dev.sluice.health.haproxy.Edge.ask;
import static dev.sluice.health.haproxy.Edge.awaitValue;
import static dev.sluice.health.haproxy.Edge.gauge;
import static dev.sluice.health.haproxy.Edge.metric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Span;
import dev.sluice.health.Eventually;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts.Side;
import dev.sluice.health.port.MetricSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real HAProxy, and requests through it. */
class CountedServersTest {
    private static final String FAILED = "sluice_haproxy_requests_total{outcome=~\"5xx|no_connection|no_response\"}";
    private static final String ALL = "sluice_haproxy_requests_total";
    private static final Metric ERROR_RATE = metric(new Reading.Ratio(FAILED, ALL, Span.ofSeconds(30)));
    private static final Metric AGAINST_STABLE =
            metric(new Reading.Comparison(FAILED, Optional.of(ALL), Optional.empty(), 1.2));

    private Edge edge;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        edge = new Edge(folder);
    }

    @AfterEach
    void close() throws Exception {
        if (edge != null) {
            edge.close();
        }
    }

    private static void awaitCounts(MetricSource source, Side candidate, Side stable) {
        Eventually.until(
                candidate + " and " + stable,
                () -> ask(source, AGAINST_STABLE) instanceof Sample.Counts counts
                        && counts.encloses()
                        && counts.candidate().equals(candidate)
                        && counts.stable()
                                .map(all -> new Side(all.after(), all.requests()))
                                .equals(Optional.of(stable)));
    }

    @Test
    void theErrorRateIsThatOfTheNamedServersAlone() throws Exception {
        edge.haproxy.send("candidate-1", 5);
        try (MetricSource opened = edge.open(CANDIDATE, ERROR_RATE)) {
            assertThat(ask(opened, ERROR_RATE))
                    .as("nothing since it was opened")
                    .isInstanceOf(Sample.NoData.class);

            edge.haproxy.send("candidate-1", 8);
            edge.candidate.answers(503);
            edge.haproxy.send("candidate-1", 2);
            edge.stable.answers(500);
            edge.haproxy.send("stable-1", 5);

            awaitValue(opened, ERROR_RATE, 0.2);
        }
    }

    @Test
    void aServerThatRefusesIsOneThatFails() throws Exception {
        try (MetricSource opened = edge.open(SECOND, ERROR_RATE)) {
            ask(opened, ERROR_RATE);

            edge.haproxy.send("candidate-2", 3);

            awaitValue(opened, ERROR_RATE, 1);
        }
    }

    @Test
    void aServerThatClosesWithoutAnAnswerIsOneThatFails(@TempDir Path folder) throws Exception {
        edge.close();
        try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> closeEach(rude));
            edge = new Edge(folder, rude.getLocalPort());
            try (MetricSource opened = edge.open(SECOND, ERROR_RATE)) {
                ask(opened, ERROR_RATE);

                edge.haproxy.send("candidate-2", 3);

                awaitValue(opened, ERROR_RATE, 1);
            }
        }
    }

    private static void closeEach(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException e) {
            // The test is over.
            assertThat(server.isClosed()).isTrue();
        }
    }

    @Test
    void bothVersionsAreCountedTogether() throws Exception {
        try (MetricSource opened = edge.open(CANDIDATE, AGAINST_STABLE)) {
            awaitCounts(opened, new Side(0, 0), new Side(0, 0));

            edge.haproxy.send("candidate-1", 6);
            edge.haproxy.send("stable-1", 20);
            edge.candidate.answers(500);
            edge.haproxy.send("candidate-1", 4);
            edge.stable.answers(500);
            edge.haproxy.send("stable-1", 1);

            awaitCounts(opened, new Side(4, 10), new Side(1, 21));
        }
    }

    @Test
    void weightsChangeNoCounterAndAReloadBeginsAtZero() throws Exception {
        try (MetricSource opened = edge.open(CANDIDATE, AGAINST_STABLE)) {
            awaitCounts(opened, new Side(0, 0), new Side(0, 0));
            edge.haproxy.send("candidate-1", 7);
            edge.candidate.answers(500);
            edge.haproxy.send("candidate-1", 3);
            awaitCounts(opened, new Side(3, 10), new Side(0, 0));

            assertThat(edge.haproxy.ask("set server shop/candidate-1 weight 50%"))
                    .isEmpty();
            edge.haproxy.send("candidate-1", 1);
            awaitCounts(opened, new Side(4, 11), new Side(0, 0));
            edge.haproxy.reload();
            edge.haproxy.send("candidate-1", 2);
            edge.haproxy.send("stable-1", 4);

            awaitCounts(opened, new Side(6, 13), new Side(0, 4));
        }
    }

    @Test
    void allServersOfABackendAreMeantWhereNoneIsNamed() throws Exception {
        Metric requests = metric(new Reading.Increase(ALL, Span.ofSeconds(30)));
        try (MetricSource opened = edge.open(WHOLE, requests)) {
            awaitValue(opened, requests, 0);

            edge.haproxy.send("only-1", 3);
            edge.haproxy.send("candidate-1", 9);

            awaitValue(opened, requests, 3);
        }
    }

    @Test
    void aServerThatIsDownOrInMaintenanceShowsInItsStatus() throws Exception {
        Metric down = gauge("haproxy_server_status{state=\"DOWN\"}");
        Metric maintenance = gauge("haproxy_server_status{state=\"MAINT\",server=\"candidate-1\"}");
        try (MetricSource opened = edge.open(CANDIDATE, down, maintenance)) {
            awaitValue(opened, down, 0);
            awaitValue(opened, maintenance, 0);

            edge.haproxy.ask("set server shop/candidate-1 state maint");
            awaitValue(opened, maintenance, 1);
            awaitValue(opened, down, 0);
        }
    }

    @Test
    void timesOfAServerWithoutRequestsAreNoData() throws Exception {
        Metric time = gauge("haproxy_server_total_time_average_seconds");
        try (MetricSource opened = edge.open(CANDIDATE, time)) {
            assertThat(ask(opened, time)).isInstanceOf(Sample.NoData.class);

            edge.haproxy.send("candidate-1", 1);

            Eventually.until("a time", () -> ask(opened, time) instanceof Sample.Value);
        }
    }
}
