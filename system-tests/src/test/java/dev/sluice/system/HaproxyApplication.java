package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.load.LoadGenerator;
import dev.sluice.demo.load.LoadOptions;
import dev.sluice.demo.load.Observation;
import dev.sluice.demo.target.SampleTarget;
import dev.sluice.demo.target.TargetOptions;
import dev.sluice.events.value.Target;
import dev.sluice.testkit.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A target with two servers a side behind an installed HAProxy, measured by an installed Prometheus, under load. */
final class HaproxyApplication implements AutoCloseable {
    private static final Path CONFIGURATIONS = TestSystem.ROOT.resolve("deploy/haproxy");
    private static final Duration READY = Duration.ofSeconds(30);
    private static final int PER_SECOND = 100;

    private final Path folder;
    private final int port = Ports.free();
    private final int adminPort = Ports.free();
    private final int prometheusPort = Ports.free();
    private final List<SampleTarget> stable = servers(Application.STABLE);
    private final List<SampleTarget> candidate = servers(Application.CANDIDATE);
    private final List<Process> processes = new ArrayList<>();
    private final LoadGenerator load;

    private HaproxyApplication(Path haproxy, Path prometheus, int perSecond) throws IOException {
        folder = Files.createTempDirectory("sluice-haproxy-");
        Files.copy(CONFIGURATIONS.resolve("sluice.map"), map());
        launch(
                haproxy,
                environment(),
                "-db",
                "-f",
                CONFIGURATIONS.resolve("map.cfg").toString());
        Files.writeString(folder.resolve("prometheus.yml"), scrapes());
        launch(
                prometheus,
                Map.of(),
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + prometheusPort);
        Wait.until("haproxy answers, see " + folder, READY, () -> answers(port, "/health/ready"));
        Wait.until("prometheus answers, see " + folder, READY, () -> answers(prometheusPort, "/-/ready"));
        load = LoadGenerator.start(LoadOptions.constant(URI.create("http://127.0.0.1:" + port + "/"), perSecond));
    }

    /** Returns when both programs are ready; skips the test when one of them is not installed. */
    static HaproxyApplication start() {
        return start(PER_SECOND);
    }

    static HaproxyApplication start(int perSecond) {
        Path haproxy = Installed.program("haproxy");
        Path prometheus = Installed.program("prometheus");
        try {
            return new HaproxyApplication(haproxy, prometheus, perSecond);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String plan(Target target, Stages stages) {
        return PlanText.of(
                "haproxy.yaml",
                Map.of(
                        "target",
                        target.toString(),
                        "candidateVersion",
                        Application.CANDIDATE,
                        "stableVersion",
                        Application.STABLE,
                        "adminPort",
                        Integer.toString(adminPort),
                        "map",
                        map().toString(),
                        "prometheus",
                        "http://127.0.0.1:" + prometheusPort,
                        "public",
                        "http://127.0.0.1:" + port + "/",
                        "stages",
                        stages.toString()));
    }

    /**
     * Waits until users are served at this rate: 128 connections that are opened at once may take their time on a busy
     * machine. Returns the moment, to be given to {@link #sentSince}.
     */
    long awaitServed(int perSecond) {
        Wait.until("users are served at the full rate", READY, () -> {
            long mark = load.observations().mark();
            List<Observation> recent = load.observations().select(seen -> seen.endedAt() >= mark - 2_000_000);
            return recent.size() >= perSecond * 2 * 9 / 10
                    && recent.stream().noneMatch(Observation::bad)
                    && recent.stream().allMatch(seen -> seen.latencyMicros() < 1_000_000);
        });
        return load.observations().mark();
    }

    /** Every request that was sent at or after the moment. */
    List<Observation> sentSince(long mark) {
        return load.observations().select(seen -> seen.sentAt() >= mark);
    }

    /** The candidate's share, in percent, of the requests that were sent and answered between two moments. */
    double candidateShare(Instant from, Instant to) {
        List<Observation> between = load.observations()
                .select(seen -> !seen.failed() && seen.sentAt() >= micros(from) && seen.endedAt() <= micros(to));
        assertThat(between).as("requests between %s and %s", from, to).hasSizeGreaterThan(100);
        long fromCandidate = between.stream()
                .filter(seen -> seen.version().equals(Application.CANDIDATE))
                .count();
        return 100.0 * fromCandidate / between.size();
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static List<SampleTarget> servers(String version) {
        return Stream.of(1, 2)
                .map(number -> SampleTarget.start(new TargetOptions(0, version, number)))
                .toList();
    }

    private Path map() {
        return folder.resolve("sluice.map");
    }

    private Map<String, String> environment() {
        return Map.of(
                "SLUICE_PORT", Integer.toString(port),
                "SLUICE_ADMIN_PORT", Integer.toString(adminPort),
                "SLUICE_ADMIN_SOCKET", folder.resolve("admin.sock").toString(),
                "SLUICE_MAP", map().toString(),
                "SLUICE_STABLE_1", address(stable.get(0)),
                "SLUICE_STABLE_2", address(stable.get(1)),
                "SLUICE_CANDIDATE_1", address(candidate.get(0)),
                "SLUICE_CANDIDATE_2", address(candidate.get(1)));
    }

    private static String address(SampleTarget server) {
        return "127.0.0.1:" + server.port();
    }

    private String scrapes() {
        String all = Stream.concat(stable.stream(), candidate.stream())
                .map(HaproxyApplication::address)
                .map(address -> "'" + address + "'")
                .collect(Collectors.joining(", "));
        return """
                global: {scrape_interval: 500ms, scrape_timeout: 500ms}
                scrape_configs:
                  - job_name: sample-target
                    static_configs: [{targets: [%s]}]
                """.formatted(all);
    }

    private void launch(Path program, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(program.getFileName() + ".log").toFile());
        builder.environment().putAll(environment);
        processes.add(builder.start());
    }

    private static boolean answers(int port, String path) {
        try {
            return new Api(port).get(path).status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        load.close();
        processes.forEach(Process::destroy);
        processes.forEach(process -> process.onExit().join());
        Stream.concat(stable.stream(), candidate.stream()).forEach(SampleTarget::close);
    }
}
