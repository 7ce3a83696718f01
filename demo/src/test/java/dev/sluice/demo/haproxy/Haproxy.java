package dev.sluice.demo.haproxy;

import dev.sluice.demo.Eventually;
import dev.sluice.demo.Http;
import dev.sluice.demo.target.SampleTarget;
import dev.sluice.testkit.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real HAProxy with one of the shipped configurations, in a folder of its own. */
final class Haproxy implements AutoCloseable {
    /** Where the configurations are, seen from the module's folder, in which Maven runs tests. */
    private static final Path CONFIGURATIONS = Path.of("..", "deploy", "haproxy");

    final Path folder;
    final int port = freePort();
    private final int adminPort = freePort();
    private final Process process;

    private Haproxy(Path program, Path folder, Layout layout, int threads, List<SampleTarget> servers)
            throws IOException {
        this.folder = folder;
        if (Files.notExists(Path.of(map()))) {
            Files.copy(CONFIGURATIONS.resolve("sluice.map"), Path.of(map()));
        }
        Path extra = Files.writeString(folder.resolve("threads.cfg"), "global\n    nbthread " + threads + "\n");
        String configuration = CONFIGURATIONS.resolve(layout.file).toString();
        ProcessBuilder builder =
                new ProcessBuilder(program.toString(), "-db", "-f", configuration, "-f", extra.toString());
        builder.environment().putAll(environment(servers));
        process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .start();
    }

    /** Servers are stable-1, stable-2, candidate-1, candidate-2, in this order. */
    static Haproxy start(Path folder, Layout layout, int threads, List<SampleTarget> servers) {
        Path program = Installed.program("haproxy");
        try {
            Haproxy haproxy = new Haproxy(program, folder, layout, threads, servers);
            Eventually.until("haproxy answers, see " + folder, haproxy::answers);
            return haproxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String map() {
        return folder.resolve("sluice.map").toString();
    }

    private Map<String, String> environment(List<SampleTarget> servers) {
        return Map.of(
                "SLUICE_PORT", Integer.toString(port),
                "SLUICE_ADMIN_PORT", Integer.toString(adminPort),
                "SLUICE_ADMIN_SOCKET", folder.resolve("admin.sock").toString(),
                "SLUICE_MAP", map(),
                "SLUICE_STATE", folder.resolve("sluice.state").toString(),
                "SLUICE_STABLE_1", "127.0.0.1:" + servers.get(0).port(),
                "SLUICE_STABLE_2", "127.0.0.1:" + servers.get(1).port(),
                "SLUICE_CANDIDATE_1", "127.0.0.1:" + servers.get(2).port(),
                "SLUICE_CANDIDATE_2", "127.0.0.1:" + servers.get(3).port());
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("haproxy ended with " + process.exitValue() + ", see " + folder);
        }
        try {
            return Http.get(port, "/health/live").statusCode() == 200;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    void set(String key, String value) {
        command("set map " + map() + " " + key + " " + value);
    }

    /** A command that answers nothing when it worked. */
    void command(String command) {
        String answer = ask(command);
        if (!answer.isEmpty()) {
            throw new AssertionError(command + ": " + answer);
        }
    }

    String ask(String command) {
        return ask(new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort), command);
    }

    String askUnixSocket(String command) {
        return ask(UnixDomainSocketAddress.of(folder.resolve("admin.sock")), command);
    }

    private static String ask(SocketAddress address, String command) {
        try (SocketChannel channel = SocketChannel.open(address)) {
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            byte[] answer = Channels.newInputStream(channel).readAllBytes();
            return new String(answer, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
