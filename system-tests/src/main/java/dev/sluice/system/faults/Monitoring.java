package dev.sluice.system.faults;

import dev.sluice.local.FreePorts;
import dev.sluice.local.ProcessSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One Prometheus for all targets, which health-service asks through a cable. */
final class Monitoring implements AutoCloseable {
    static final String PROMETHEUS = "prometheus";
    private final int port = FreePorts.choose(1).getFirst();
    final Cable cable = new Cable(port);

    Monitoring(Programs programs, Processes processes, Path home, List<Plane> planes) {
        String jobs = planes.stream()
                .map(plane -> "      - {targets: ['127.0.0.1:%d'], labels: {plane: %s}}"
                        .formatted(plane.candidatePort(), plane.phase().word()))
                .collect(Collectors.joining("\n"));
        try {
            Path file = Files.writeString(home.resolve("prometheus.yml"), """
                    global: {scrape_interval: 500ms, scrape_timeout: 500ms}
                    scrape_configs:
                      - job_name: candidates
                        static_configs:
                    %s
                    """.formatted(jobs));
            processes.start(new ProcessSpec(
                    PROMETHEUS,
                    List.of(
                            programs.prometheus().toString(),
                            "--config.file=" + file,
                            "--storage.tsdb.path=" + home.resolve("prometheus-data"),
                            "--web.listen-address=127.0.0.1:" + port),
                    Map.of(),
                    port,
                    Optional.of(URI.create("http://127.0.0.1:" + port + "/-/ready"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + cable.port();
    }

    @Override
    public void close() {
        cable.close();
    }
}
