package dev.sluice.bench;

import dev.sluice.local.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A page of metrics with a real Prometheus of its own between it and health-service. */
final class PrometheusFeed implements Feed {
    private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private final PageFeed page;
    private final Path folder;
    private final int port = FreePorts.inARow(1);
    private final Process process;

    PrometheusFeed(Path program, Path folder, int everyMs) throws IOException {
        this.page = new PageFeed(everyMs);
        this.folder = Files.createDirectories(folder);
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: %1$dms, scrape_timeout: %1$dms}
                scrape_configs:
                - {job_name: app, static_configs: [{targets: ["127.0.0.1:%2$d"]}]}
                """.formatted(everyMs, page.port()));
        this.process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    @Override
    public String source() {
        return "{name: app, type: prometheus, url: \"http://127.0.0.1:%d\", timeout: 1s, staleAfter: 10s}"
                .formatted(port);
    }

    @Override
    public String read(String metric) {
        return "{kind: promql, query: bench_" + metric + "}";
    }

    /** Returns when Prometheus has scraped the page. */
    @Override
    public void begin() throws IOException, InterruptedException {
        page.begin();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=bench_errors"))
                .build();
        long start = System.nanoTime();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (System.nanoTime() - start < START_LIMIT_NANOS) {
                try {
                    if (http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body()
                            .contains("__name__")) {
                        return;
                    }
                } catch (IOException notYet) {
                    // it is still starting
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException("prometheus did not scrape within 30 s; see " + folder.resolve("prometheus.log"));
    }

    @Override
    public long turn(boolean bad) {
        return page.turn(bad);
    }

    @Override
    public int periodMs() {
        return page.periodMs();
    }

    @Override
    public long firstReadNanos() {
        return page.firstReadNanos();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        page.close();
    }
}
