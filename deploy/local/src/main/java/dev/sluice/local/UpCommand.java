package dev.sluice.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the system, and in the foreground stays until it is told to stop. */
@Command(
        name = "up",
        description = {
            "Starts Kafka and the four services on this machine, and says when they are ready.",
            "With KAFKA_BOOTSTRAP_SERVERS set, that cluster is used and no broker is started."
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions folders = new HomeOptions();

    @Option(
            names = {"-d", "--detach"},
            description = "return when everything is ready; ./sluice down ends it")
    private boolean detach;

    @Option(
            names = "--instances",
            split = ",",
            paramLabel = "SERVICE=N",
            description = "how many of a service, such as traffic=2 (further ones listen 10 ports higher)")
    private Map<String, Integer> instances = new HashMap<>();

    @Option(
            names = "--kafka-port",
            paramLabel = "N",
            defaultValue = "${env:SLUICE_KAFKA_PORT:-9092}",
            description = "the embedded broker's port (SLUICE_KAFKA_PORT; ${DEFAULT-VALUE})")
    private int kafkaPort;

    @Option(
            names = "--http-port",
            paramLabel = "N",
            defaultValue = "${env:SLUICE_HTTP_PORT:-8081}",
            description = "traffic-service's port; health, rollback and notifier follow (SLUICE_HTTP_PORT;"
                    + " ${DEFAULT-VALUE})")
    private int httpPort;

    private final AtomicBoolean leaveRunning = new AtomicBoolean();
    private final AtomicBoolean ending = new AtomicBoolean();

    @Override
    public Integer call() {
        LocalSystem system = new LocalSystem(settings(), System.out);
        Thread atEnd = new Thread(() -> endUnlessLeft(system), "down");
        Runtime.getRuntime().addShutdownHook(atEnd);
        // Until this call has succeeded, its end takes along only a system that it began itself.
        leaveRunning.set(system.ledger().records().stream().anyMatch(ProcessRecord::isAlive));
        long began = System.nanoTime();
        List<LocalSystem.Member> members = system.up();
        boolean anyNew = members.stream().anyMatch(LocalSystem.Member::isNew);
        new MemberTable(members).print(System.out);
        if (!anyNew) {
            leaveRunning.set(true);
            System.out.println("already up; ./sluice down ends it");
            return 0;
        }
        leaveRunning.set(detach);
        System.out.printf(
                "up in %.1f s; logs: ./sluice logs; end: %s%n",
                Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0, detach ? "./sluice down" : "Ctrl-C");
        if (!detach) {
            watch(system, members);
        }
        return 0;
    }

    private LocalSettings settings() {
        Map<Service, Integer> counts = new HashMap<>();
        instances.forEach((name, count) -> counts.put(Service.named(name), count));
        return LocalSettings.of(folders.root, folders.homeFolder(), System.getenv())
                .onPorts(kafkaPort, httpPort)
                .withInstances(counts);
    }

    /** Returns when nothing is left, and tells of each process that ends before. */
    private void watch(LocalSystem system, List<LocalSystem.Member> members) {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (LocalSystem.Member member : members) {
            String name = member.spec().name();
            member.written()
                    .process()
                    .ifPresentOrElse(
                            process -> ends.add(process.onExit().thenRun(() -> tell(system, name))),
                            () -> tell(system, name));
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
    }

    private void tell(LocalSystem system, String name) {
        if (ending.get()) {
            return;
        }
        System.out.printf(
                "%s ended; ./sluice up -d starts it again. The end of %s:%n%s%n",
                name, system.ledger().log(name), system.logEnd(name));
    }

    private void endUnlessLeft(LocalSystem system) {
        if (leaveRunning.get()) {
            return;
        }
        ending.set(true);
        List<String> ended = system.down();
        if (!ended.isEmpty()) {
            System.out.println("ended: " + String.join(", ", ended));
        }
    }
}
