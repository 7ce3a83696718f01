package dev.sluice.health.haproxy;

import static dev.sluice.health.haproxy.Edge.CANDIDATE;
import static dev.sluice.health.haproxy.Edge.STABLE;
import static dev.sluice.health.haproxy.Edge.ask;
import static dev.sluice.health.haproxy.Edge.awaitValue;
import static dev.sluice.health.haproxy.Edge.gauge;
import static dev.sluice.health.haproxy.Edge.metric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.health.Eventually;
import dev.sluice.health.Sources;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.http.SourcesResource;
import dev.sluice.health.network.HostNames;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.pushed.PushedSamples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not there, hangs, or is misspelt is unknown, and named. */
class UnreadServersTest {
    private static final Metric AGAINST_STABLE =
            metric(new Reading.Comparison("errors", Optional.of("requests"), Optional.empty(), 1.2));

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

    private void assertFailed(String address, Source.Servers servers, String reason) {
        Metric sessions = gauge("haproxy_server_current_sessions");
        try (MetricSource opened = edge.open(address, servers, STABLE, sessions)) {
            assertThat(ask(opened, sessions))
                    .isEqualTo(new Sample.Failed(
                            "HAProxy at " + address + ", backend " + servers.backend() + ": " + reason));
        }
    }

    @Test
    void aNameThatIsNotThereIsNamed() {
        assertFailed(
                edge.haproxy.tcp(),
                new Source.Servers("shop", List.of("candidate-1", "candidate-7")),
                "it has no server candidate-7: it has stable-1, candidate-1, candidate-2");
        assertFailed(
                edge.haproxy.tcp(),
                new Source.Servers("shopp", List.of()),
                "there is no such backend with servers: expected one of shop, whole");
    }

    @Test
    void aStableThatIsNotThereIsNothingToCompareWith() {
        Source.Servers missing = new Source.Servers("stabel", List.of());
        try (MetricSource opened = edge.open(edge.haproxy.unix(), CANDIDATE, missing, AGAINST_STABLE)) {
            Eventually.until(
                    "the candidate alone",
                    () -> ask(opened, AGAINST_STABLE) instanceof Sample.Counts counts
                            && counts.stable().isEmpty());
        }
    }

    @Test
    void oneThatHangsIsUnknownAtTheLimit() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertFailed("tcp://127.0.0.1:" + silent.getLocalPort(), CANDIDATE, "no answer within 400ms");
        }
    }

    @Test
    void oneThatIsGoneIsUnknown() throws Exception {
        Metric sessions = gauge("haproxy_server_current_sessions");
        try (MetricSource opened = edge.open(CANDIDATE, sessions)) {
            awaitValue(opened, sessions, 0);

            edge.haproxy.close();

            Eventually.until(
                    "it can't be reached",
                    () -> ask(opened, sessions) instanceof Sample.Failed failed
                            && failed.reason().contains("can't be reached"));
        }
        assertFailed("tcp://127.0.0.1:" + RealHaproxy.free(), CANDIDATE, "can't be reached: Connection refused");
    }

    @Test
    void theDoctorReadsEveryMetricOfAPlan() {
        String plan = """
                target: shop/checkout
                version: "5.1"
                routers: [{type: http, name: edge, url: "http://127.0.0.1:1/"}]
                sources:
                - {type: haproxy, name: right, address: "%s", candidate: {backend: shop, servers: [candidate-1]}}
                - {type: haproxy, name: wrong, address: "%s", candidate: {backend: shop, servers: [canary]}}
                metrics:
                - {name: weight, source: right, unit: count, read: {kind: gauge, of: haproxy_server_weight, instances: lowest}}
                - {name: lost, source: wrong, unit: count, read: {kind: gauge, of: haproxy_server_weight}}
                validation: {checks: [{metric: weight, expect: "> 0count"}]}
                triggers: {list: [{metric: weight, when: "< 0count"}]}
                """.formatted(edge.haproxy.tcp(), edge.haproxy.tcp());
        SourcesResource doctor = new SourcesResource(new Sources(
                new Calls(edge.client),
                edge.scrapers,
                new PushedSamples(InstantSource.system()),
                new HostNames(),
                () -> {
                    throw new IllegalStateException("no cluster");
                },
                InstantSource.system()));

        SourcesResource.Report report = doctor.check(plan.getBytes(StandardCharsets.UTF_8));

        assertThat(report.reachable()).isFalse();
        assertThat(report.metrics())
                .satisfiesExactly(weight -> assertThat(weight.value()).hasValue(1), lost -> assertThat(lost.detail())
                        .hasValueSatisfying(detail -> assertThat(detail).contains("it has no server canary")));
    }
}
