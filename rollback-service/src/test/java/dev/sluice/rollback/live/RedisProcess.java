package dev.sluice.rollback.live;

import dev.sluice.testkit.Await;
import dev.sluice.testkit.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A real Redis server in a folder of its own, protected by a password. */
public final class RedisProcess implements AutoCloseable {
    public static final String PASSWORD = "hidden";
    private static final Duration READY = Duration.ofSeconds(20);
    private final Path folder;
    private final int port = Ports.free();
    private final List<String> command;
    private Process process;

    private RedisProcess(String... settings) {
        Path program = Installed.program("redis-server");
        try {
            folder = Files.createTempDirectory("sluice-redis-");
            command = new ArrayList<>(List.of(
                    program.toString(),
                    "--port",
                    Integer.toString(port),
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    folder.toString(),
                    "--save",
                    "",
                    "--requirepass",
                    PASSWORD,
                    "--masterauth",
                    PASSWORD));
            command.addAll(Arrays.asList(settings));
            process = run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("Redis answers, see " + folder, READY, this::answers);
    }

    private Process run() throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    /** Kills it and starts it again, with what it had on disk. */
    public void killAndStart() {
        process.destroyForcibly();
        try {
            process.waitFor();
            process = run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Await.until("Redis answers again, see " + folder, READY, this::answers);
    }

    public static RedisProcess start(String... settings) {
        return new RedisProcess(settings);
    }

    /** Three masters, with all slots. */
    public static List<RedisProcess> cluster() {
        List<RedisProcess> nodes = IntStream.range(0, 3)
                .mapToObj(number -> start(
                        "--cluster-enabled", "yes", "--cluster-node-timeout", "5000", "--cluster-config-file", "nodes"))
                .toList();
        List<String> command = new ArrayList<>(List.of(
                Installed.program("redis-cli").toString(), "--no-auth-warning", "-a", PASSWORD, "--cluster", "create"));
        nodes.forEach(node -> command.add(node.address()));
        command.add("--cluster-yes");
        try {
            Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (made.waitFor() != 0) {
                throw new AssertionError("no cluster: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Await.until("the cluster is whole", READY, () -> nodes.stream().allMatch(node -> {
            try (Jedis jedis = node.client()) {
                return jedis.clusterInfo().contains("cluster_state:ok");
            }
        }));
        return nodes;
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("Redis ended, see " + folder + "/log");
        }
        try (Jedis jedis = client()) {
            return jedis.ping().equals("PONG");
        } catch (JedisException e) {
            return false;
        }
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public Jedis client() {
        Jedis jedis = new Jedis("127.0.0.1", port);
        jedis.auth(PASSWORD);
        return jedis;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
