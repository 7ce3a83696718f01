package dev.sluice.health.prometheus;

import dev.sluice.health.Installed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Prometheus of its own, which scrapes one page every 200 ms. */
final class RealPrometheus implements AutoCloseable {
    private final Process process;
    private final int port;

    RealPrometheus(Path folder, int scraped) throws IOException {
        Path program = Installed.program("prometheus");
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 200ms, scrape_timeout: 200ms}
                scrape_configs:
                - {job_name: app, static_configs: [{targets: ["127.0.0.1:%d"]}]}
                """.formatted(scraped));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--query.lookback-delta=60s")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
