package dev.sluice.traffic.haproxy;

import static org.assertj.core.api.Assertions.fail;

import dev.sluice.testkit.Installed;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.Sockets;
import dev.sluice.traffic.port.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real HAProxy with a configuration of its own, on loopback ports and in a folder of its own. */
final class HaproxyProcess implements AutoCloseable {
    final Path folder;
    final int port = Sockets.free();
    final int adminPort = Sockets.free();
    private Process process;

    HaproxyProcess(String configuration, List<Upstream> stable, List<Upstream> candidate) throws Exception {
        Path binary = Installed.program("haproxy");
        folder = Files.createTempDirectory("sluice-haproxy");
        Files.writeString(mapFile(), "shop 0\nshop.latch open\nshop.header off\nother 33\n");
        Files.writeString(
                folder.resolve("haproxy.cfg"),
                configuration
                        .replace("${PORT}", Integer.toString(port))
                        .replace("${ADMIN}", Integer.toString(adminPort))
                        .replace("${FOLDER}", folder.toString())
                        .replace("${STABLE}", servers("s", stable, 100))
                        .replace("${CANDIDATE}", servers("c", candidate, 0))
                        .replace("${CANDIDATE_ALONE}", servers("c", candidate, 1)));
        process = start(binary);
    }

    Path mapFile() {
        return folder.resolve("shop.map");
    }

    String tcp() {
        return "tcp://127.0.0.1:" + adminPort;
    }

    String unix() {
        return "unix://" + folder.resolve("admin.sock");
    }

    /** Stops it and starts it with its files, as after a crash. */
    void restart() throws Exception {
        stop();
        process = start(Installed.program("haproxy"));
    }

    List<String> ask(String... commands) throws RouterFailure {
        return new RuntimeApi(unix()).ask(List.of(commands), Deadline.after(Duration.ofSeconds(2)));
    }

    private static String servers(String prefix, List<Upstream> upstreams, int weight) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= upstreams.size(); i++) {
            String name = prefix + i;
            lines.append("  server %s 127.0.0.1:%d weight %d cookie %s\n"
                    .formatted(name, upstreams.get(i - 1).port(), weight, name));
        }
        return lines.toString();
    }

    private Process start(Path binary) throws Exception {
        Process started = new ProcessBuilder(
                        binary.toString(),
                        "-db",
                        "-f",
                        folder.resolve("haproxy.cfg").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end && started.isAlive()) {
            try {
                ask("show info");
                return started;
            } catch (RouterFailure e) {
                started.waitFor(10, TimeUnit.MILLISECONDS);
            }
        }
        started.destroyForcibly();
        return fail("HAProxy did not start: " + Files.readString(folder.resolve("haproxy.log")));
    }

    private void stop() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        stop();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
