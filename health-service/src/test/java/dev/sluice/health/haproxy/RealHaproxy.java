package dev.sluice.health.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chassis.haproxy.StatsSocket;
import dev.sluice.health.Eventually;
import dev.sluice.testkit.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A HAProxy of its own with a master, so that it can be reloaded. Backend shop has the servers stable-1, candidate-1 and
 * candidate-2, and the frontend is called alike; backend whole has the server only-1. The header x-to names the server.
 */
final class RealHaproxy implements AutoCloseable {
    private static final String CONFIGURATION = """
            global
              stats socket ${FOLDER}/admin.sock mode 600 level admin
              stats socket ipv4@127.0.0.1:${STATS} level user
            defaults
              mode http
              retries 0
              timeout connect 1s
              timeout client 20s
              timeout server 20s
            frontend shop
              bind 127.0.0.1:${PORT}
              use_backend whole if { req.hdr(x-to) only-1 }
              default_backend shop
            backend shop
              use-server stable-1 if { req.hdr(x-to) stable-1 }
              use-server candidate-1 if { req.hdr(x-to) candidate-1 }
              use-server candidate-2 if { req.hdr(x-to) candidate-2 }
              server stable-1 127.0.0.1:${STABLE}
              server candidate-1 127.0.0.1:${CANDIDATE}
              server candidate-2 127.0.0.1:${SECOND}
            backend whole
              server only-1 127.0.0.1:${CANDIDATE}
            """;
    private static final String EXPORTER = """
            frontend metrics
              bind 127.0.0.1:${EXPORTER}
              http-request use-service prometheus-exporter
            """;

    private final Path folder;
    private final Process master;
    private final int port = free();
    private final int stats = free();
    private final int exporter = free();
    private final URI url = URI.create("http://127.0.0.1:" + port + "/");

    RealHaproxy(Path folder, int stable, int candidate, int second) throws IOException, InterruptedException {
        Path program = Installed.program("haproxy");
        this.folder = folder;
        String configuration = (CONFIGURATION + (exports(program) ? EXPORTER : ""))
                .replace("${FOLDER}", folder.toString())
                .replace("${PORT}", Integer.toString(port))
                .replace("${STATS}", Integer.toString(stats))
                .replace("${EXPORTER}", Integer.toString(exporter))
                .replace("${STABLE}", Integer.toString(stable))
                .replace("${CANDIDATE}", Integer.toString(candidate))
                .replace("${SECOND}", Integer.toString(second));
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration);
        master = new ProcessBuilder(program.toString(), "-W", "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .start();
        Eventually.until("HAProxy answers", () -> worker() > 0);
    }

    static int free() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it was built with its Prometheus exporter. */
    static boolean exports(Path program) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(program.toString(), "-vv").start();
        String said = new String(asked.getInputStream().readAllBytes());
        asked.waitFor();
        return said.contains("Built with the Prometheus exporter");
    }

    /** At the lowest level, at which nothing can be changed. */
    String tcp() {
        return "tcp://127.0.0.1:" + stats;
    }

    String unix() {
        return "unix://" + folder.resolve("admin.sock");
    }

    URI exporter() {
        return URI.create("http://127.0.0.1:" + exporter + "/metrics?scope=server");
    }

    String ask(String command) throws IOException {
        return new StatsSocket(unix())
                .ask(List.of(command), Duration.ofSeconds(5))
                .getFirst();
    }

    private long worker() {
        try {
            return ask("show info")
                    .lines()
                    .filter(line -> line.startsWith("Pid: "))
                    .mapToLong(line -> Long.parseLong(line.substring("Pid: ".length())))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** A new worker with the same configuration; returns when the old one is gone. */
    void reload() throws IOException, InterruptedException {
        long old = worker();
        int sent = new ProcessBuilder("sh", "-c", "kill -USR2 " + master.pid())
                .start()
                .waitFor();
        assertThat(sent).isZero();
        Eventually.until("a new worker answers, and the old one is gone", () -> {
            long now = worker();
            boolean gone = ProcessHandle.of(old).filter(ProcessHandle::isAlive).isEmpty();
            return now > 0 && now != old && gone;
        });
    }

    /** Requests to one server; a connection kept open would hold an old worker. */
    void send(String server, int requests) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(url).header("x-to", server).build();
            for (int i = 0; i < requests; i++) {
                client.send(request, BodyHandlers.discarding());
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        master.destroy();
        if (!master.waitFor(10, TimeUnit.SECONDS)) {
            master.destroyForcibly().waitFor();
        }
    }
}
