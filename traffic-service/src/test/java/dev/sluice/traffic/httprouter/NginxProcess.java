package dev.sluice.traffic.httprouter;

import static org.assertj.core.api.Assertions.fail;

import dev.sluice.testkit.Await;
import dev.sluice.testkit.Installed;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real nginx of two workers with deploy/nginx, on loopback ports and in a folder of its own. */
final class NginxProcess implements AutoCloseable {
    private static final Path DEPLOY = Path.of("../deploy/nginx");
    private static final Path LUA_MODULE = Path.of("/etc/nginx/modules-enabled/50-mod-http-lua.conf");
    private static final Duration SOON = Duration.ofSeconds(10);
    final int port = Sockets.free();
    final int adminPort = Sockets.free();
    private final Path program = Installed.program("nginx");
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;

    NginxProcess(Upstream stable, Upstream candidate) throws Exception {
        if (!Files.exists(LUA_MODULE)) {
            throw Installed.missing("nginx's Lua module (libnginx-mod-http-lua, lua-cjson)");
        }
        folder = Files.createTempDirectory("sluice-nginx");
        Files.copy(DEPLOY.resolve("sluice.lua"), folder.resolve("sluice.lua"));
        Files.writeString(
                folder.resolve("nginx.conf"),
                Files.readString(DEPLOY.resolve("nginx.conf"))
                        .replace("worker_processes auto;", "worker_processes 2;")
                        .replace("access_log off;", "access_log off;\n" + temporaryFolders())
                        .replace("/etc/nginx/sluice", folder.toString())
                        .replace("/run", folder.toString())
                        .replace("127.0.0.1:8089", "127.0.0.1:" + adminPort)
                        .replace("127.0.0.1:8080", "127.0.0.1:" + port)
                        .replace("127.0.0.1:8081", "127.0.0.1:" + stable.port())
                        .replaceAll("\\b8086\\b", Integer.toString(Sockets.free()))
                        .replaceAll("\\b8087\\b", Integer.toString(Sockets.free()))
                        .replace("127.0.0.1:8091", "127.0.0.1:" + candidate.port()));
        process = start();
    }

    /** Under which it answers the requests of the HTTP router contract. */
    URI admin() {
        return URI.create("http://127.0.0.1:" + adminPort + "/app");
    }

    /** Ends it and starts it with its files; what it kept in memory is gone. */
    void restart() throws IOException, InterruptedException {
        stop();
        process = start();
    }

    /** Has it read its files again, and waits until none of the workers of before is left. */
    void reload() throws IOException, InterruptedException {
        Set<Long> before = workers();
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of("-s", "reload"));
        new ProcessBuilder(command).inheritIO().start().waitFor();
        Await.until("other workers", SOON, () -> workers().stream().noneMatch(before::contains) && isReady());
    }

    String log() {
        try {
            return Files.readString(folder.resolve("error.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Set<Long> workers() {
        return process.children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    /** Debian's own belong to root. */
    private String temporaryFolders() {
        return Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(each -> "    " + each + "_temp_path " + folder.resolve(each) + ";\n")
                .collect(Collectors.joining());
    }

    private List<String> command() {
        // Who starts it as root gets workers of another user, who may not look into this folder.
        String user = "root".equals(System.getProperty("user.name")) ? "user root; " : "";
        return List.of(
                program.toString(),
                "-e",
                folder.resolve("error.log").toString(),
                "-c",
                folder.resolve("nginx.conf").toString(),
                "-g",
                user + "daemon off;");
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        Await.until("nginx answers", SOON, () -> !started.isAlive() || isReady());
        return started.isAlive() ? started : fail("nginx did not start: " + log());
    }

    private boolean isReady() {
        try {
            HttpRequest split =
                    HttpRequest.newBuilder(URI.create(admin() + "/split")).build();
            return client.send(split, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As its own service is ended: at once, whatever is open. */
    private void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() throws Exception {
        client.shutdownNow();
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
