package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final int port = FreePorts.choose(1).getFirst();
    private Ledger ledger = new Ledger(Path.of(""));
    private Supervisor supervisor = new Supervisor(ledger, Path.of(""));

    @BeforeEach
    void inANewHome(@TempDir Path home) {
        ledger = new Ledger(home);
        supervisor = new Supervisor(ledger, home);
    }

    @AfterEach
    void endEverything() {
        supervisor.stop(ledger.records());
    }

    @Test
    void aStartedProcessIsFoundAgainAndEnded() {
        ProcessSpec spec = fake("serve");
        ProcessRecord started = supervisor.start(spec);
        supervisor.awaitReady(spec, started, LIMIT);

        assertThat(ledger.alive("fake")).contains(started);
        assertThat(supervisor.stop(ledger.records())).containsExactly("fake");
        assertThat(started.isAlive()).isFalse();
        assertThat(ledger.records()).isEmpty();
        assertThat(PortOwner.isTaken(port)).isFalse();
    }

    @Test
    void aProcessThatDiesAtTheStartShowsTheEndOfItsLog() {
        ProcessSpec spec = fake("die");
        ProcessRecord started = supervisor.start(spec);

        assertThatThrownBy(() -> supervisor.awaitReady(spec, started, LIMIT))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("fake ended while it started")
                .hasMessageContaining("configuration is wrong: shop.url");
    }

    @Test
    void aProcessThatStaysSickIsNotReady() {
        ProcessSpec spec = fake("sick");
        ProcessRecord started = supervisor.start(spec);
        Polling.until(LIMIT, () -> PortOwner.accepts(port));

        assertThatThrownBy(() -> supervisor.awaitReady(spec, started, Duration.ofSeconds(1)))
                .hasMessageContaining("not ready within 1 s")
                .hasMessageContaining("answered 503");
    }

    @Test
    void anotherProcessUnderTheSamePidIsLeftAlone() {
        ProcessSpec spec = fake("serve");
        ProcessRecord started = supervisor.start(spec);
        supervisor.awaitReady(spec, started, LIMIT);
        ProcessRecord stale =
                new ProcessRecord("old", started.pid(), started.started().minus(Duration.ofHours(1)), port);
        ledger.write(stale);

        assertThat(supervisor.stop(List.of(stale))).isEmpty();
        assertThat(started.isAlive()).isTrue();
        assertThat(ledger.records()).containsExactly(started);
    }

    @Test
    void aTakenPortIsNamedWithItsOwner() throws Exception {
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            String owner = Files.isDirectory(Path.of("/proc/net"))
                    ? " by java (pid %d)".formatted(ProcessHandle.current().pid())
                    : "";

            assertThatThrownBy(() -> supervisor.requirePorts(List.of(fake("serve"))))
                    .hasMessage("fake: port %d is taken%s", other.getLocalPort(), owner);
        }
    }

    @Test
    void theLogOfTheStartBeforeIsKept() {
        for (int start = 0; start < 2; start++) {
            ProcessSpec spec = fake("serve");
            supervisor.awaitReady(spec, supervisor.start(spec), LIMIT);
            supervisor.stop(ledger.records());
        }

        assertThat(ledger.log("fake")).content().contains("kafka at 127.0.0.1:1");
        assertThat(ledger.log("fake").resolveSibling("fake.log.1")).content().contains("kafka at 127.0.0.1:1");
    }

    private ProcessSpec fake(String behaviour) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakeService.class.getName(),
                behaviour,
                String.valueOf(port));
        URI ready = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(port));
        return new ProcessSpec(
                "fake", command, Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"), port, Optional.of(ready));
    }
}
