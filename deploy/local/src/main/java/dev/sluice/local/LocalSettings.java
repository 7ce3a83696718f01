package dev.sluice.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * What `./sluice up` is to bring about.
 *
 * @param root the project's folder, with the packaged services
 * @param home the folder for data, logs and pid files
 * @param kafkaPort the embedded broker's port
 * @param httpPort the first HTTP port; the services take it and the three above it
 * @param instances how many of each service; none of those that are not named
 * @param readyLimit how long one process may take until it is ready
 * @param environment environment variables, for the choice of the cluster and for every service
 */
public record LocalSettings(
        Path root,
        Path home,
        int kafkaPort,
        int httpPort,
        Map<Service, Integer> instances,
        Duration readyLimit,
        Map<String, String> environment) {
    /** Kafka's usual port. */
    public static final int KAFKA_PORT = 9092;
    /** traffic-service; health-, rollback- and notifier-service follow at 8082 to 8084. */
    public static final int HTTP_PORT = 8081;

    private static final int REPLICATION_IN_A_CLUSTER = 3;
    private static final String BOOTSTRAP = "KAFKA_BOOTSTRAP_SERVERS";

    /** Refuses instance counts outside 0 to 9. */
    public LocalSettings {
        root = root.toAbsolutePath().normalize();
        home = home.toAbsolutePath().normalize();
        instances = Map.copyOf(instances);
        environment = Map.copyOf(environment);
        instances.forEach((service, count) -> {
            if (count < 0 || count > 9) {
                throw new IllegalArgumentException(
                        "instances: expected 0 to 9 of %s, got %d".formatted(service.module(), count));
            }
        });
    }

    /** One instance of each service on the usual ports, told apart by nothing but this environment. */
    public static LocalSettings of(Path root, Path home, Map<String, String> environment) {
        Map<Service, Integer> one = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            one.put(service, 1);
        }
        return new LocalSettings(root, home, KAFKA_PORT, HTTP_PORT, one, Duration.ofSeconds(90), environment);
    }

    /** The same on other ports. */
    public LocalSettings onPorts(int kafka, int http) {
        return new LocalSettings(root, home, kafka, http, instances, readyLimit, environment);
    }

    /** The same with other numbers of instances for the services that are named. */
    public LocalSettings withInstances(Map<Service, Integer> counts) {
        Map<Service, Integer> all = new HashMap<>(instances);
        all.putAll(counts);
        return new LocalSettings(root, home, kafkaPort, httpPort, all, readyLimit, environment);
    }

    /** The cluster that KAFKA_BOOTSTRAP_SERVERS names; empty for the embedded broker. */
    public Optional<String> externalKafka() {
        return Optional.ofNullable(environment.get(BOOTSTRAP)).filter(text -> !text.isBlank());
    }

    /** The address that services and clients use. */
    public String bootstrapServers() {
        return externalKafka().orElse("127.0.0.1:" + kafkaPort);
    }

    /** The topics to create, and how many copies of them: SLUICE_PARTITIONS, SLUICE_REPLICATION. */
    public TopicSetup topicSetup() {
        int standard = externalKafka().isPresent() ? REPLICATION_IN_A_CLUSTER : 1;
        return new TopicSetup(
                TopicCatalogue.declared(number("SLUICE_PARTITIONS")),
                number("SLUICE_REPLICATION").orElse(standard));
    }

    /**
     * Settings of an admin client. Like in the services, KAFKA_SECURITY_PROTOCOL sets security.protocol, and
     * so on for every setting that the client knows.
     */
    public Map<String, Object> adminClient() {
        Map<String, Object> client = new HashMap<>();
        for (String setting : AdminClientConfig.configNames()) {
            String variable = "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
            Optional.ofNullable(environment.get(variable)).ifPresent(value -> client.put(setting, value));
        }
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        return client;
    }

    private OptionalInt number(String variable) {
        String text = environment.getOrDefault(variable, "").strip();
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(variable + ": expected a whole number from 1 to 9999, got " + text);
        }
        return OptionalInt.of(Integer.parseInt(text));
    }
}
