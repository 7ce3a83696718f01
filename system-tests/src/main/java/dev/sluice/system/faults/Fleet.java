package dev.sluice.system.faults;

import dev.sluice.events.wire.Topics;
import dev.sluice.local.FreePorts;
import dev.sluice.local.LocalSettings;
import dev.sluice.local.LocalSystem;
import dev.sluice.local.ProcessSpec;
import dev.sluice.local.Service;
import dev.sluice.system.Api;
import dev.sluice.system.Ports;
import dev.sluice.system.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;

/** The broker and two instances of each service, each with a cable of its own to a listener of its own at the broker. */
final class Fleet implements AutoCloseable {
    static final String BROKER = LocalSystem.BROKER;
    private static final int INSTANCES = 2;
    static final int PARTITIONS = 12;
    private static final Duration SETTLED = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Processes processes;
    private final Map<String, Cable> cables = new LinkedHashMap<>();
    private final Map<String, ProcessSpec> services = new LinkedHashMap<>();
    private final LocalSettings settings;
    private final Admin admin;

    /** Returns when everything is ready. */
    Fleet(Processes processes, Path root, Path home, Map<String, String> environment) {
        this.processes = processes;
        Map<Service, Integer> two =
                Stream.of(Service.values()).collect(Collectors.toMap(each -> each, each -> INSTANCES));
        this.settings = LocalSettings.of(root, home, environment)
                .onPorts(Ports.free(), Ports.freeBlock())
                .withInstances(two);
        List<ProcessSpec> specs = new LocalSystem(settings, System.out).specs();
        List<ProcessSpec> plain = specs.subList(1, specs.size());
        List<Integer> listeners = FreePorts.choose(plain.size());
        List<String> command = new ArrayList<>(specs.getFirst().command());
        for (int i = 0; i < plain.size(); i++) {
            Cable cable = new Cable(listeners.get(i));
            ProcessSpec spec = plain.get(i);
            cables.put(spec.name(), cable);
            services.put(spec.name(), behind(cable, spec));
            command.addAll(List.of("--listener", "CABLE%d=%d:%d".formatted(i, listeners.get(i), cable.port())));
        }
        ProcessSpec broker = specs.getFirst();
        processes.start(
                new ProcessSpec(broker.name(), command, broker.environment(), broker.port(), broker.readiness()));
        settings.topicSetup().apply(settings.adminClient());
        this.admin = Admin.create(settings.adminClient());
        processes.startAll(List.copyOf(services.values()));
    }

    private static ProcessSpec behind(Cable cable, ProcessSpec spec) {
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + cable.port());
        environment.put("MP_MESSAGING_INCOMING_OWNED_CLIENT_ID", client(spec.name()));
        return new ProcessSpec(spec.name(), spec.command(), environment, spec.port(), spec.readiness());
    }

    /** By which the group's coordinator tells instances apart; none is the beginning of another. */
    private static String client(String instance) {
        return instance + "_";
    }

    String bootstrapServers() {
        return settings.bootstrapServers();
    }

    Cable cable(String instance) {
        Cable cable = cables.get(instance);
        if (cable == null) {
            throw new IllegalArgumentException(instance + " is none of " + cables.keySet());
        }
        return cable;
    }

    Collection<Cable> cables() {
        return cables.values();
    }

    /** An instance of traffic-service that is not this one. */
    Api trafficBut(String instance) {
        String other = Service.TRAFFIC.instance(Service.TRAFFIC.instance(1).equals(instance) ? 2 : 1);
        ProcessSpec spec = services.get(other);
        if (spec == null) {
            throw new IllegalStateException("no " + other);
        }
        return new Api(spec.port());
    }

    /** Starts what does not run, and returns when each service's partitions are shared by its two instances. */
    void settle() {
        if (!processes.runs(BROKER)) {
            processes.startAgain(BROKER);
        }
        for (String name : services.keySet()) {
            if (!processes.runs(name)) {
                processes.startAgain(name);
            }
        }
        for (Service service : Service.values()) {
            Wait.until("both instances of " + service + " own partitions", SETTLED, () -> {
                Map<String, Set<Integer>> owned = owned(service);
                return owned.size() == INSTANCES
                        && owned.values().stream().noneMatch(Set::isEmpty)
                        && owned.values().stream().mapToInt(Set::size).sum() == PARTITIONS;
            });
        }
        for (ProcessSpec spec : services.values()) {
            Wait.until(spec.name() + " is ready", SETTLED, () -> ready(spec));
        }
    }

    private static boolean ready(ProcessSpec spec) {
        try {
            return new Api(spec.port()).get("/q/health/ready").status() == 200;
        } catch (java.io.UncheckedIOException notYet) {
            return false;
        }
    }

    /** The instance that owns the partition in a service's group. */
    String owner(Service service, int partition) {
        return owned(service).entrySet().stream()
                .filter(each -> each.getValue().contains(partition))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new CaseFailed("nobody owns partition " + partition + " of " + service));
    }

    private Map<String, Set<Integer>> owned(Service service) {
        String topic = service == Service.TRAFFIC ? Topics.COMMANDS : Topics.ROLLOUTS;
        Map<String, Set<Integer>> owned = new TreeMap<>();
        for (MemberDescription member : members("sluice-" + service.name().toLowerCase(java.util.Locale.ROOT))) {
            instance(member.clientId()).ifPresent(name -> member.assignment().topicPartitions().stream()
                    .filter(each -> each.topic().equals(topic))
                    .forEach(each ->
                            owned.computeIfAbsent(name, key -> new TreeSet<>()).add(each.partition())));
        }
        return owned;
    }

    private Optional<String> instance(String clientId) {
        return services.keySet().stream()
                .filter(name -> clientId.startsWith(client(name)))
                .findFirst();
    }

    private Collection<MemberDescription> members(String group) {
        try {
            return admin
                    .describeConsumerGroups(List.of(group))
                    .all()
                    .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .flatMap(each -> each.members().stream())
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException notNow) {
            return List.of();
        }
    }

    @Override
    public void close() {
        admin.close(ANSWER);
        cables.values().forEach(Cable::close);
    }
}
