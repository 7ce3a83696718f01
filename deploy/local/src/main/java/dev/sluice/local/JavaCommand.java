package dev.sluice.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the broker and the services are started: the JVM that runs this one, tuned for a quick start. */
final class JavaCommand {
    private static final List<String> QUICK_START =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-XX:+ExitOnOutOfMemoryError");
    private static final String BROKER_HEAP = "-Xmx256m";
    private static final String SERVICE_HEAP = "-Xmx192m";

    private JavaCommand() {}

    static ProcessSpec broker(LocalSettings settings) {
        List<String> command = java(BROKER_HEAP);
        // Kafka 4.1 unmaps files by a call that JDK 25 warns about on every start.
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Djava.util.logging.config.file=" + Resources.brokerLogging(settings.home()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerMain.class.getName()));
        command.addAll(List.of("--data", settings.home().resolve("kafka").toString()));
        command.addAll(List.of("--port", String.valueOf(settings.kafkaPort())));
        return new ProcessSpec(
                LocalSystem.BROKER, command, settings.environment(), settings.kafkaPort(), Optional.empty());
    }

    static ProcessSpec service(LocalSettings settings, Service service, int instance) {
        Path application = service.application(settings.root());
        int port = service.port(settings.httpPort(), instance);
        List<String> command = java(SERVICE_HEAP);
        command.addAll(extraOptions(settings.environment()));
        command.addAll(List.of("-jar", application.toString()));
        Map<String, String> environment = new java.util.HashMap<>(settings.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", settings.bootstrapServers());
        environment.put("SLUICE_HOME", settings.home().toString());
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.putIfAbsent("QUARKUS_HTTP_HOST", "127.0.0.1");
        java.net.URI ready = java.net.URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        return new ProcessSpec(service.instance(instance), command, environment, port, Optional.of(ready));
    }

    private static List<String> java(String heap) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(heap);
        command.addAll(QUICK_START);
        return command;
    }

    private static List<String> extraOptions(Map<String, String> environment) {
        String options = environment.getOrDefault("SLUICE_JAVA_OPTS", "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }
}
