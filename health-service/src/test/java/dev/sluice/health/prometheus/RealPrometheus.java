package dev.sluice.health.prometheus;

import dev.sluice.testkit.Installed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Prometheus of a test's own. */
public final class RealPrometheus implements AutoCloseable {
    private final Process process;
    private final int port;

    /** One that scrapes each page every 200 ms. */
    public RealPrometheus(Path folder, int... scraped) throws IOException {
        this(
                folder,
                """
                global: {scrape_interval: 200ms, scrape_timeout: 200ms}
                scrape_configs:
                - {job_name: app, static_configs: [{targets: [%s]}]}
                """.formatted(IntStream.of(scraped)
                        .mapToObj(each -> "\"127.0.0.1:" + each + "\"")
                        .collect(Collectors.joining(", "))),
                List.of("--query.lookback-delta=60s"));
    }

    private RealPrometheus(Path folder, String config, List<String> options) throws IOException {
        Path program = Installed.program("prometheus");
        Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
        command.addAll(options);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    /** One that is configured by the text and these options, with what the folder "data" holds already. */
    public static RealPrometheus with(Path folder, String config, List<String> options) throws IOException {
        return new RealPrometheus(folder, config, options);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** From now on it takes connections and does nothing. */
    public void stop() {
        try {
            int exit = new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill -STOP ended with " + exit);
            }
        } catch (IOException e) {
            throw new AssertionError("can't be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A test's data are not worth an orderly end. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
