package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Topics;
import dev.sluice.local.LocalSettings;
import dev.sluice.local.LocalSystem;
import dev.sluice.local.ProcessRecord;
import dev.sluice.local.ProcessSpec;
import dev.sluice.local.Service;
import dev.sluice.local.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A broker and the four packaged services, each a process of its own on free ports, with a home folder of their own.
 * Processes can be killed, paused and started again one by one. One that ends without being told to is a failure.
 */
final class TestSystem implements AutoCloseable {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final String BROKER = LocalSystem.BROKER;
    private static final Duration READY = Duration.ofSeconds(60);

    private final LocalSettings settings;
    private final LocalSystem local;
    private final Supervisor supervisor;
    private final Map<String, ProcessSpec> specs = new LinkedHashMap<>();
    private final Set<String> down = new HashSet<>();
    private final Topic journal;
    private final Topic measurements;
    private final Topic alerts;
    private final Topic deadLetters;

    private TestSystem(LocalSettings settings) {
        this.settings = settings;
        this.local = new LocalSystem(settings, System.out);
        this.supervisor = new Supervisor(local.ledger(), settings.root());
        List<LocalSystem.Member> members = local.up();
        members.forEach(member -> specs.put(member.spec().name(), member.spec()));
        members.forEach(member -> Measured.say(
                "up: %s ready after %.1f s",
                member.spec().name(), member.readyAfter().toMillis() / 1000.0));
        this.journal = new Topic(settings.bootstrapServers(), Topics.ROLLOUTS);
        this.measurements = new Topic(settings.bootstrapServers(), Topics.MEASUREMENTS);
        this.alerts = new Topic(settings.bootstrapServers(), Topics.ALERTS);
        this.deadLetters = new Topic(settings.bootstrapServers(), Topics.DEAD_LETTERS);
    }

    /** Returns when every process is ready. {@code environment} chooses the cluster, and goes to every process. */
    static TestSystem start(Map<String, String> environment) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "homes"));
            Path home = Files.createTempDirectory(folder.toAbsolutePath(), "system-");
            return new TestSystem(LocalSettings.of(ROOT, home, environment).onPorts(Ports.free(), Ports.freeBlock()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Api traffic() {
        return api(Service.TRAFFIC.module());
    }

    Api notifier() {
        return api(Service.NOTIFIER.module());
    }

    Api api(String name) {
        return new Api(spec(name).port());
    }

    String bootstrapServers() {
        return settings.bootstrapServers();
    }

    boolean ownsBroker() {
        return settings.externalKafka().isEmpty();
    }

    Story story(Target target) {
        return new Story(journal, target);
    }

    Topic measurements() {
        return measurements;
    }

    Topic alerts() {
        return alerts;
    }

    Topic deadLetters() {
        return deadLetters;
    }

    ProcessSpec spec(String name) {
        ProcessSpec spec = specs.get(name);
        if (spec == null) {
            throw new IllegalArgumentException(name + " is none of " + specs.keySet());
        }
        return spec;
    }

    /** SIGKILL; returns the moment just before it, by {@link System#nanoTime}, once the process has ended. */
    long kill(String name) {
        ProcessHandle process = process(name);
        down.add(name);
        long at = System.nanoTime();
        process.destroyForcibly();
        Wait.until(name + " is dead", Duration.ofSeconds(5), () -> !process.isAlive());
        return at;
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String name, String signal) {
        long pid = process(name).pid();
        Run ended = Run.of(ROOT, Map.of(), Duration.ofSeconds(5), "kill", "-" + signal, Long.toString(pid));
        assertThat(ended.code())
                .as("kill -%s of %s: %s", signal, name, ended.output())
                .isZero();
    }

    /** Starts it again as it was, and returns when it is ready: how long that took. */
    Duration start(String name) {
        long began = System.nanoTime();
        ProcessSpec spec = spec(name);
        ProcessRecord started = supervisor.start(spec);
        down.remove(name);
        supervisor.awaitReady(spec, started, READY);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Starts a further process, which stays part of the system until {@link #remove}. */
    void add(ProcessSpec spec) {
        specs.put(spec.name(), spec);
        start(spec.name());
    }

    /** SIGTERM. */
    void remove(String name) {
        supervisor.stop(local.ledger().alive(name).stream().toList());
        specs.remove(name);
        down.remove(name);
    }

    Path log(String name) {
        return local.ledger().log(name);
    }

    private ProcessHandle process(String name) {
        return local.ledger()
                .alive(name)
                .flatMap(ProcessRecord::process)
                .orElseThrow(() -> new AssertionError(name + " does not run:\n" + supervisor.logEnd(name)));
    }

    /** Starts what a test has left down. Fails for what ended by itself, with the end of its log. */
    void mend() {
        for (String name : specs.keySet()) {
            if (!down.contains(name)) {
                process(name);
            }
        }
        if (down.contains(BROKER)) {
            start(BROKER);
        }
        List.copyOf(down).forEach(this::start);
    }

    @Override
    public void close() {
        List.of(journal, measurements, alerts, deadLetters).forEach(Topic::close);
        local.down();
    }
}
