package dev.sluice.demo.story;

import dev.sluice.demo.router.EmbeddedRouter;
import dev.sluice.demo.target.SampleTarget;
import dev.sluice.demo.workload.Supervisor;
import dev.sluice.local.FreePorts;
import dev.sluice.local.ProcessSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The world that the rollout acts on: two versions of the sample application, what splits traffic between them, and what
 * measures.
 *
 * @param router what splits, in words
 * @param source what measures, in words
 * @param processes everything to start
 * @param traffic where users come in
 * @param candidate the candidate's own address
 * @param workload where what runs the candidate is asked about, and told to end it
 * @param plan the plan file
 * @param addresses what to replace in it
 */
record DataPlane(
        String router,
        String source,
        List<ProcessSpec> processes,
        URI traffic,
        URI candidate,
        URI workload,
        Path plan,
        Map<String, String> addresses) {
    static final String STABLE = "5.0";
    static final String CANDIDATE = "5.1";
    private static final int PORTS = 6;
    private static final List<String> SMALL_JVM =
            List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

    /** Chooses free ports and writes the configuration files of the programs into {@code home}; starts nothing. */
    static DataPlane prepare(Programs programs, DemoOptions.Parts parts, Path root, Path home) {
        List<Integer> ports = FreePorts.choose(PORTS);
        List<ProcessSpec> targets = List.of(
                target("stable", STABLE, ports.get(0)),
                supervised(target("candidate", CANDIDATE, ports.get(1)), ports.get(5), home));
        return switch (parts) {
            case EMBEDDED -> embedded(targets, ports, root);
            case REAL -> real(programs, targets, ports, root, home);
        };
    }

    private static ProcessSpec target(String name, String version, int port) {
        return java(
                name,
                SampleTarget.class,
                List.of("--port", String.valueOf(port), "--version", version),
                port,
                local(port, "/health/ready"));
    }

    /** The candidate under a supervisor, who can be told to end it. */
    private static ProcessSpec supervised(ProcessSpec target, int port, Path home) {
        URI ready = target.readiness().orElseThrow();
        return java(
                "supervisor",
                Supervisor.class,
                Stream.concat(
                                Stream.of(
                                        "--port",
                                        String.valueOf(port),
                                        "--name",
                                        target.name(),
                                        "--ready",
                                        ready.toString(),
                                        "--state",
                                        home.resolve("candidate.json").toString(),
                                        "--"),
                                target.command().stream())
                        .toList(),
                port,
                ready);
    }

    private static URI workload(List<Integer> ports) {
        return local(ports.get(5), "/workloads/candidate");
    }

    private static ProcessSpec java(String name, Class<?> main, List<String> arguments, int port, URI readiness) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL_JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessSpec(name, command, Map.of(), port, Optional.of(readiness));
    }

    private static DataPlane embedded(List<ProcessSpec> targets, List<Integer> ports, Path root) {
        int door = ports.get(2);
        int admin = ports.get(3);
        ProcessSpec router = java(
                "router",
                EmbeddedRouter.class,
                List.of(
                        "--port",
                        String.valueOf(door),
                        "--admin-port",
                        String.valueOf(admin),
                        "--stable",
                        "127.0.0.1:" + ports.get(0),
                        "--candidate",
                        "127.0.0.1:" + ports.get(1)),
                door,
                local(admin, "/split"));
        URI candidate = local(ports.get(1), "/");
        return new DataPlane(
                "the demo's own, driven by the HTTP contract at 127.0.0.1:" + admin,
                "the candidate's /metrics, read directly every 200ms",
                List.of(targets.get(0), targets.get(1), router),
                local(door, "/"),
                candidate,
                workload(ports),
                root.resolve("examples/demo.yaml"),
                Map.of(
                        "/workloads/0/url", workload(ports).toString(),
                        "/routers/0/url", "http://127.0.0.1:" + admin,
                        "/sources/0/urls/0", candidate.resolve("/metrics").toString(),
                        "/sources/0/stable/0", local(ports.get(0), "/metrics").toString(),
                        "/rollback/publicUrl/url", local(door, "/").toString()));
    }

    private static DataPlane real(
            Programs programs, List<ProcessSpec> targets, List<Integer> ports, Path root, Path home) {
        Path map = home.resolve("sluice.map");
        int door = ports.get(2);
        int admin = ports.get(3);
        int prometheusPort = ports.get(4);
        write(map, read(root.resolve("deploy/haproxy/sluice.map")));
        ProcessSpec haproxy = new ProcessSpec(
                "haproxy",
                List.of(
                        programs.haproxy().orElseThrow().toString(),
                        "-db",
                        "-f",
                        root.resolve("deploy/haproxy/map.cfg").toString()),
                haproxyEnvironment(ports, map, home),
                door,
                Optional.of(local(door, "/health/ready")));
        ProcessSpec prometheus = prometheus(programs, ports, home);
        return new DataPlane(
                "HAProxy (" + haproxy.command().getFirst() + ", deploy/haproxy/map.cfg), stats socket at 127.0.0.1:"
                        + admin,
                "Prometheus (" + prometheus.command().getFirst() + "), which scrapes both versions every 200ms",
                List.of(targets.get(0), targets.get(1), haproxy, prometheus),
                local(door, "/"),
                local(ports.get(1), "/"),
                workload(ports),
                root.resolve("examples/demo-real.yaml"),
                Map.of(
                        "/workloads/0/url",
                        workload(ports).toString(),
                        "/routers/0/address",
                        "tcp://127.0.0.1:" + admin,
                        "/routers/0/map/file",
                        map.toString(),
                        "/sources/0/url",
                        "http://127.0.0.1:" + prometheusPort,
                        "/rollback/publicUrl/url",
                        local(door, "/").toString()));
    }

    /** The configuration has two servers a side; here both are the one process that there is. */
    private static Map<String, String> haproxyEnvironment(List<Integer> ports, Path map, Path home) {
        String stable = "127.0.0.1:" + ports.get(0);
        String candidate = "127.0.0.1:" + ports.get(1);
        return Map.of(
                "SLUICE_PORT",
                String.valueOf(ports.get(2)),
                "SLUICE_ADMIN_PORT",
                String.valueOf(ports.get(3)),
                "SLUICE_ADMIN_SOCKET",
                home.resolve("haproxy.sock").toString(),
                "SLUICE_MAP",
                map.toString(),
                "SLUICE_STABLE_1",
                stable,
                "SLUICE_STABLE_2",
                stable,
                "SLUICE_CANDIDATE_1",
                candidate,
                "SLUICE_CANDIDATE_2",
                candidate);
    }

    private static ProcessSpec prometheus(Programs programs, List<Integer> ports, Path home) {
        int port = ports.get(4);
        Path configuration = home.resolve("prometheus.yml");
        write(configuration, """
                global: {scrape_interval: 200ms, scrape_timeout: 200ms}
                scrape_configs:
                  - job_name: sample-target
                    static_configs:
                      - targets: ["127.0.0.1:%d", "127.0.0.1:%d"]
                """.formatted(ports.get(0), ports.get(1)));
        return new ProcessSpec(
                "prometheus",
                List.of(
                        programs.prometheus().orElseThrow().toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + home.resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn"),
                Map.of(),
                port,
                Optional.of(local(port, "/-/ready")));
    }

    private static URI local(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be written", e);
        }
    }
}
