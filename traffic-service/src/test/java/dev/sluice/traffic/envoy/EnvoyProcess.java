package dev.sluice.traffic.envoy;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.sluice.testkit.Await;
import dev.sluice.traffic.port.Sockets;
import dev.sluice.traffic.port.Upstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A real Envoy with deploy/envoy/envoy.yaml, on loopback ports and in a folder of its own. */
final class EnvoyProcess implements AutoCloseable {
    private static final Path CONFIGURATION = Path.of("../deploy/envoy/envoy.yaml");
    final int port = Sockets.free();
    final int adminPort = Sockets.free();
    private final Path folder;
    private final Path binary;
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;

    EnvoyProcess(Upstream stable, Upstream candidate) throws Exception {
        binary = binary();
        folder = Files.createTempDirectory("sluice-envoy");
        Files.writeString(
                folder.resolve("envoy.yaml"),
                Files.readString(CONFIGURATION)
                        .replace("port_value: 9901", "port_value: " + adminPort)
                        .replace("port_value: 8080", "port_value: " + port)
                        .replace("port_value: 8081", "port_value: " + stable.port())
                        .replace("port_value: 8091", "port_value: " + candidate.port()));
        process = start();
    }

    /** Stops it and starts it with its file, as after a crash. */
    void restart() throws Exception {
        stop();
        process = start();
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(
                        binary.toString(),
                        "-c",
                        folder.resolve("envoy.yaml").toString(),
                        "--concurrency",
                        "2",
                        "--disable-hot-restart",
                        "-l",
                        "warn")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("envoy.log").toFile())
                .start();
        Await.until("Envoy is ready", Duration.ofSeconds(30), this::ready, this::log);
        return started;
    }

    private boolean ready() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/ready"))
                    .timeout(Duration.ofSeconds(1))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("envoy.log"));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    private void stop() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Skips the test where there is no Envoy, in CI too: no distribution that CI can install has one. */
    private static Path binary() {
        Stream<Path> named = Stream.of(
                        Optional.ofNullable(System.getProperty("ENVOY_BIN")),
                        Optional.ofNullable(System.getenv("ENVOY_BIN")))
                .flatMap(Optional::stream)
                .map(Path::of);
        Stream<Path> onPath = Stream.of(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, "envoy"));
        return Stream.concat(named, onPath)
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseGet(() -> abort("envoy is not installed, neither at ENVOY_BIN nor on PATH:"
                        + " tests against a real Envoy were skipped"));
    }

    @Override
    public void close() throws Exception {
        stop();
        client.shutdownNow();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
