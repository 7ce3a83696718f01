package dev.sluice.demo.story;

import dev.sluice.local.FreePorts;
import dev.sluice.local.Ledger;
import dev.sluice.local.LocalSettings;
import dev.sluice.local.LocalSystem;
import dev.sluice.local.ProcessRecord;
import dev.sluice.local.ProcessSpec;
import dev.sluice.local.Service;
import dev.sluice.local.Supervisor;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the demo runs, in one home folder: the broker, the four services and the data plane, each a process of
 * its own that is written down there. {@link #close} ends all of them by what is written down, services before the
 * broker; it can be called at any moment and again.
 */
final class Scene implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private final DataPlane plane;
    private final LocalSettings settings;
    private final LocalSystem system;
    private final Supervisor supervisor;
    private final List<Actor> actors = new ArrayList<>();

    /** One process: its name, where it can be reached, its pid. */
    record Actor(String name, String address, long pid) {}

    Scene(Path root, Path home, DataPlane plane, Map<String, String> environment) {
        this.plane = plane;
        this.settings = LocalSettings.of(root, home, own(environment))
                .onPorts(FreePorts.choose(1).getFirst(), FreePorts.inARow(Service.values().length));
        this.system = new LocalSystem(
                settings, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        this.supervisor = new Supervisor(new Ledger(home), root);
    }

    /** The demo has a broker of its own, whatever cluster the environment speaks of, and is reached from here only. */
    private static Map<String, String> own(Map<String, String> environment) {
        Map<String, String> own = new HashMap<>(environment);
        own.keySet().removeIf(name -> name.startsWith("KAFKA_"));
        if (environment.containsKey("KAFKA_SECURITY_PROTOCOL")) {
            own.put("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT");
        }
        own.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        return own;
    }

    /** Starts everything; returns when all of it is ready. */
    void open() {
        supervisor.requirePorts(plane.processes());
        Map<ProcessSpec, ProcessRecord> started = new HashMap<>();
        plane.processes().forEach(spec -> started.put(spec, supervisor.start(spec)));
        for (LocalSystem.Member member : system.up()) {
            actors.add(new Actor(
                    member.spec().name(),
                    member.spec().address(),
                    member.written().pid()));
        }
        for (ProcessSpec spec : plane.processes()) {
            ProcessRecord written = started.get(spec);
            if (written != null) {
                supervisor.awaitReady(spec, written, READY_LIMIT);
                actors.add(new Actor(spec.name(), spec.address(), written.pid()));
            }
        }
    }

    List<Actor> actors() {
        return List.copyOf(actors);
    }

    /** The address of the only instance of a service. */
    URI address(Service service) {
        return URI.create("http://127.0.0.1:" + service.port(settings.httpPort(), 1));
    }

    @Override
    public void close() {
        system.down();
    }
}
