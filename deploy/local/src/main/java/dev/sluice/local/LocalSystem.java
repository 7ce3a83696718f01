package dev.sluice.local;

import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The broker and the services as one system on this machine.
 *
 * <p>{@code up} brings about what the settings say and leaves alone what already runs; {@code down} ends
 * everything that was started from the home folder, services before the broker.
 */
public final class LocalSystem {
    /** The name of the broker's process. */
    public static final String BROKER = "broker";

    private final LocalSettings settings;
    private final Ledger ledger;
    private final Supervisor supervisor;
    private final PrintStream out;

    /**
     * @param settings what is wanted
     * @param out where people read what happens
     */
    public LocalSystem(LocalSettings settings, PrintStream out) {
        this.settings = settings;
        this.ledger = new Ledger(settings.home());
        this.supervisor = new Supervisor(ledger, settings.root());
        this.out = out;
    }

    /**
     * One process of the system.
     *
     * @param spec what was asked for
     * @param written what runs
     * @param isNew whether this call started it
     * @param readyAfter from the beginning of this call until it was ready
     */
    public record Member(ProcessSpec spec, ProcessRecord written, boolean isNew, Duration readyAfter) {}

    /**
     * Starts what doesn't run, and returns when everything is ready. When one part can't start, what this
     * call had started is ended again.
     *
     * @throws LocalException what a person can mend: a taken port, a service that ended, a missing package
     * @throws TopicSetupException when the cluster can't hold the topics
     */
    public List<Member> up() {
        long began = System.nanoTime();
        try (HomeLock lock = HomeLock.take(settings.home())) {
            lock.requireHeld();
            TopicSetup topics = settings.topicSetup();
            List<ProcessSpec> services = services();
            List<ProcessSpec> all =
                    Stream.concat(broker().stream(), services.stream()).toList();
            List<ProcessSpec> absent = requireStartable(all);
            List<Member> members = new ArrayList<>();
            try {
                broker().forEach(spec -> members.addAll(bringUp(List.of(spec), absent, began)));
                List<String> created = topics.apply(settings.adminClient());
                if (!created.isEmpty()) {
                    out.printf("topics created: %s%n", String.join(", ", created));
                }
                members.addAll(bringUp(services, absent, began));
                return members;
            } catch (RuntimeException e) {
                stopAgain(absent);
                throw e;
            }
        }
    }

    /**
     * Ends everything that was started from this home folder and waits for it.
     *
     * @return the names of those that were running
     */
    public List<String> down() {
        Map<Boolean, List<ProcessRecord>> byKind = new LinkedHashMap<>(
                ledger.records().stream().collect(java.util.stream.Collectors.partitioningBy(written -> written.name()
                        .equals(BROKER))));
        List<String> ended = new ArrayList<>(supervisor.stop(byKind.getOrDefault(false, List.of())));
        ended.addAll(supervisor.stop(byKind.getOrDefault(true, List.of())));
        return ended;
    }

    /** The processes that {@link #up} would bring about, the broker first where it is one of them; starts nothing. */
    public List<ProcessSpec> specs() {
        return Stream.concat(broker().stream(), services().stream()).toList();
    }

    /** What was started from this home folder. */
    public Ledger ledger() {
        return ledger;
    }

    /** The end of a process's log, for a message. */
    public String logEnd(String name) {
        return supervisor.logEnd(name);
    }

    private List<ProcessSpec> broker() {
        return settings.externalKafka().isPresent() ? List.of() : List.of(JavaCommand.broker(settings));
    }

    private List<ProcessSpec> services() {
        return Stream.of(Service.values())
                .flatMap(
                        service -> IntStream.rangeClosed(1, settings.instances().getOrDefault(service, 0))
                                .mapToObj(instance -> JavaCommand.service(settings, service, instance)))
                .toList();
    }

    /** Everything that would stop the start later is found before the first process begins. */
    private List<ProcessSpec> requireStartable(List<ProcessSpec> all) {
        for (ProcessSpec spec : all) {
            ledger.alive(spec.name())
                    .filter(found -> found.port() != spec.port())
                    .ifPresent(found -> {
                        throw new LocalException("%s is up on port %d, not %d: ./sluice down ends it"
                                .formatted(spec.name(), found.port(), spec.port()));
                    });
        }
        List<ProcessSpec> absent =
                all.stream().filter(spec -> ledger.alive(spec.name()).isEmpty()).toList();
        for (Service service : Service.values()) {
            if (settings.instances().getOrDefault(service, 0) > 0
                    && !Files.exists(service.application(settings.root()))) {
                throw new LocalException(
                        service.module() + " is not built: there is no " + service.application(settings.root()));
            }
        }
        supervisor.requirePorts(absent);
        return absent;
    }

    private List<Member> bringUp(List<ProcessSpec> specs, List<ProcessSpec> absent, long began) {
        Map<ProcessSpec, ProcessRecord> started = new LinkedHashMap<>();
        for (ProcessSpec spec : specs) {
            started.put(
                    spec,
                    ledger.alive(spec.name())
                            .filter(found -> !absent.contains(spec))
                            .orElseGet(() -> supervisor.start(spec)));
        }
        List<CompletableFuture<Member>> waits = started.entrySet().stream()
                .map(entry -> CompletableFuture.supplyAsync(
                        () -> await(entry.getKey(), entry.getValue(), absent.contains(entry.getKey()), began),
                        Thread::startVirtualThread))
                .toList();
        try {
            return waits.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Member await(ProcessSpec spec, ProcessRecord started, boolean isNew, long began) {
        supervisor.awaitReady(spec, started, settings.readyLimit());
        return new Member(spec, started, isNew, Duration.ofNanos(System.nanoTime() - began));
    }

    private void stopAgain(List<ProcessSpec> absent) {
        stop(absent.stream().flatMap(spec -> ledger.alive(spec.name()).stream()).toList());
    }

    /** Services first: they end in order only while the broker still takes their last commits. */
    private List<String> stop(List<ProcessRecord> records) {
        Map<Boolean, List<ProcessRecord>> isBroker = records.stream()
                .collect(Collectors.partitioningBy(written -> written.name().equals(BROKER)));
        List<String> ended = new ArrayList<>(supervisor.stop(isBroker.getOrDefault(false, List.of())));
        ended.addAll(supervisor.stop(isBroker.getOrDefault(true, List.of())));
        return ended;
    }
}
