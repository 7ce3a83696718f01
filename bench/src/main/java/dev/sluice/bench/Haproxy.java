package dev.sluice.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real HAProxy of its own, with the documented configuration deploy/haproxy/map.cfg. */
final class Haproxy implements AutoCloseable {
    private final Process process;
    private final int admin;
    private final Path map;

    private Haproxy(Process process, int admin, Path map) {
        this.process = process;
        this.admin = admin;
        this.map = map;
    }

    static Haproxy start(Path root, Path home, int port, int admin) throws IOException, InterruptedException {
        Path map = home.resolve("sluice.map");
        Files.copy(root.resolve("deploy/haproxy/sluice.map"), map);
        ProcessBuilder builder = new ProcessBuilder(
                "haproxy", "-db", "-f", root.resolve("deploy/haproxy/map.cfg").toString());
        builder.environment()
                .putAll(Map.of(
                        "SLUICE_PORT", Integer.toString(port),
                        "SLUICE_ADMIN_PORT", Integer.toString(admin),
                        "SLUICE_ADMIN_SOCKET", home.resolve("haproxy.sock").toString(),
                        "SLUICE_MAP", map.toString()));
        builder.redirectErrorStream(true)
                .redirectOutput(home.resolve("haproxy.log").toFile());
        Haproxy haproxy = new Haproxy(builder.start(), admin, map);
        for (int i = 0; i < 100; i++) {
            try {
                haproxy.command("show info");
                return haproxy;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        haproxy.close();
        throw new IOException("haproxy did not start; see " + home.resolve("haproxy.log"));
    }

    /** One command of the Runtime API, on a connection of its own. */
    String command(String line) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), admin), 1000);
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.US_ASCII);
        }
    }

    boolean latched() throws IOException {
        return command("get map " + map + " app.latch").contains("latched");
    }

    int adminPort() {
        return admin;
    }

    Path map() {
        return map;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
