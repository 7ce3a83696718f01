package dev.sluice.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The four services, in the order of their HTTP ports. */
public enum Service {
    /** Owns the lifecycle and the routers. */
    TRAFFIC,
    /** Judges health. */
    HEALTH,
    /** Owns the rollback procedure. */
    ROLLBACK,
    /** Tells people. */
    NOTIFIER;

    private static final int PORTS_BETWEEN_INSTANCES = 10;

    /** The module's name, which is the first instance's too, such as {@code traffic-service}. */
    public String module() {
        return name().toLowerCase(Locale.ROOT) + "-service";
    }

    /** The name of an instance, counted from 1: {@code traffic-service}, {@code traffic-service-2}. */
    public String instance(int number) {
        return number == 1 ? module() : module() + "-" + number;
    }

    /** The HTTP port of an instance: first ports lie side by side, further instances 10 above each other. */
    public int port(int firstPort, int instance) {
        return firstPort + ordinal() + PORTS_BETWEEN_INSTANCES * (instance - 1);
    }

    /** The packaged application under the project's folder. */
    public Path application(Path root) {
        return root.resolve(module()).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** Reads {@code traffic} or {@code traffic-service}; refuses anything else with the list of names. */
    public static Service named(String text) {
        return Arrays.stream(values())
                .filter(service -> text.equals(service.module()) || (text + "-service").equals(service.module()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "service: expected one of traffic, health, rollback, notifier, got " + text));
    }
}
