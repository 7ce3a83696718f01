package dev.sluice.analyze.recording;

import dev.sluice.testkit.Installed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes nothing, on series that were written into its past. */
final class BackFilled implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private final Process process;
    private final URI url;

    /** @param openMetrics samples with their times, in OpenMetrics' text format */
    BackFilled(Path folder, String openMetrics) throws IOException, InterruptedException {
        Path prometheus = Installed.program("prometheus");
        Path promtool = Installed.program("promtool");
        Path text = Files.writeString(folder.resolve("past.txt"), openMetrics);
        Path data = folder.resolve("data");
        int made = new ProcessBuilder(
                        promtool.toString(),
                        "tsdb",
                        "create-blocks-from",
                        "openmetrics",
                        text.toString(),
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("promtool.log").toFile())
                .start()
                .waitFor();
        if (made != 0) {
            throw new IOException(Files.readString(folder.resolve("promtool.log")));
        }
        Path config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = URI.create("http://127.0.0.1:" + port);
        process = new ProcessBuilder(
                        prometheus.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + data,
                        "--storage.tsdb.retention.time=50y",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        awaitReady();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!ready(client)) {
                if (System.nanoTime() > deadline || process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    close();
                    throw new IOException("Prometheus did not become ready");
                }
            }
        }
    }

    private boolean ready(HttpClient client) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url.resolve("/-/ready")).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    URI url() {
        return url;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
