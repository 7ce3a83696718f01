package dev.sluice.system.faults;

import dev.sluice.demo.EventLoop;
import dev.sluice.demo.target.Behaviour;
import dev.sluice.demo.target.SampleTarget;
import dev.sluice.demo.target.ServiceRecord;
import dev.sluice.demo.target.TargetOptions;
import dev.sluice.local.FreePorts;
import dev.sluice.local.ProcessSpec;
import dev.sluice.system.Api;
import dev.sluice.system.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One target's data plane: both versions, an HAProxy of its own as deploy/haproxy has it, and users. Sluice reaches the
 * HAProxy's admin port and the public address through cables.
 */
final class Plane implements AutoCloseable {
    static final String STABLE = "1.0";
    static final String CANDIDATE = "2.0";
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Which configuration of deploy/haproxy it runs. */
    enum Layout {
        /** A percentage in a map. */
        MAP,
        /** Weights of servers, and cookies that make clients stay. */
        WEIGHTS
    }

    private final Phase phase;
    private final Processes processes;
    private final Path program;
    private final Path configurations;
    private final Path folder;
    private final Path socket;
    private final int port;
    private final int adminPort;
    private final SampleTarget stable = SampleTarget.start(new TargetOptions(0, STABLE, 1));
    private final SampleTarget candidate = SampleTarget.start(new TargetOptions(0, CANDIDATE, 1));
    final Cable admin;
    final Cable door;
    private final EventLoop loop;
    private Optional<Users> users = Optional.empty();
    private Layout layout = Layout.MAP;

    Plane(Phase phase, Processes processes, Path program, Path root, Path home, SocketFolder sockets, EventLoop loop) {
        this.phase = phase;
        this.processes = processes;
        this.program = program;
        this.configurations = root.resolve("deploy/haproxy");
        this.socket = sockets.path().resolve(phase.word() + ".sock");
        this.loop = loop;
        List<Integer> ports = FreePorts.choose(2);
        this.port = ports.get(0);
        this.adminPort = ports.get(1);
        this.admin = new Cable(adminPort);
        this.door = new Cable(port);
        try {
            this.folder = Files.createDirectories(home.resolve("planes").resolve(phase.word()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Phase phase() {
        return phase;
    }

    /** The name of its HAProxy's process. */
    String haproxy() {
        return "haproxy-" + phase.word();
    }

    String layout() {
        return layout == Layout.MAP ? "map.cfg" : "weights.cfg";
    }

    int candidatePort() {
        return candidate.port();
    }

    /** A router that remembers nothing, a good candidate, and users anew. */
    void renew(Layout wanted) {
        users.ifPresent(Users::close);
        layout = wanted;
        candidate.behave(Behaviour.HEALTHY);
        admin.plugIn();
        door.plugIn();
        if (processes.runs(haproxy())) {
            processes.kill(haproxy());
        }
        try {
            Files.copy(configurations.resolve("sluice.map"), map(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        processes.start(spec());
        awaitAnswers();
        users = Optional.of(new Users(loop.vertx(), port, CANDIDATE));
    }

    private ProcessSpec spec() {
        String toStable = "127.0.0.1:" + stable.port();
        String toCandidate = "127.0.0.1:" + candidate.port();
        Map<String, String> environment = Map.of(
                "SLUICE_PORT", Integer.toString(port),
                "SLUICE_ADMIN_PORT", Integer.toString(adminPort),
                "SLUICE_ADMIN_SOCKET", socket.toString(),
                "SLUICE_MAP", map().toString(),
                "SLUICE_STATE", folder.resolve("sluice.state").toString(),
                "SLUICE_STABLE_1", toStable,
                "SLUICE_STABLE_2", toStable,
                "SLUICE_CANDIDATE_1", toCandidate,
                "SLUICE_CANDIDATE_2", toCandidate);
        List<String> command = List.of(
                program.toString(),
                "-db",
                "-f",
                configurations.resolve(layout()).toString());
        return new ProcessSpec(haproxy(), command, environment, port, Optional.empty());
    }

    /** Returns when the router hands requests to stable. */
    void awaitAnswers() {
        Wait.until(haproxy() + " answers", SOON, () -> {
            try {
                return new Api(port).get("/health/ready").status() == 200;
            } catch (UncheckedIOException notYet) {
                return false;
            }
        });
    }

    private Path map() {
        return folder.resolve("sluice.map");
    }

    /** The router as a plan names it. */
    String router() {
        String share = layout == Layout.MAP
                ? "percent: {stableBackend: app_stable, candidateBackend: app_candidate}"
                : "weights: {backend: app, stable: [stable-1, stable-2], candidate: [candidate-1, candidate-2]}";
        return "{name: edge, type: haproxy, address: \"tcp://127.0.0.1:%d\", %s, map: {file: \"%s\", key: app}}"
                .formatted(admin.port(), share, map());
    }

    URI publicUrl() {
        return URI.create("http://127.0.0.1:" + door.port() + "/");
    }

    /** From now on every request that the candidate gets ends badly. */
    void candidateFails() {
        candidate.behave(Behaviour.failing(1, Duration.ZERO));
    }

    ServiceRecord served() {
        return candidate.served();
    }

    Users users() {
        return users.orElseThrow(() -> new IllegalStateException("not renewed yet"));
    }

    /** Waits until users meet the candidate, the one with the WebSocket too. */
    void awaitUsersOnCandidate() {
        long before = candidate.served().received();
        Wait.until(
                "users of " + phase + " meet the candidate",
                SOON,
                () -> candidate.served().received() >= before + 5 && users().onCandidate());
    }

    @Override
    public void close() {
        users.ifPresent(Users::close);
        admin.close();
        door.close();
        candidate.close();
        stable.close();
    }
}
