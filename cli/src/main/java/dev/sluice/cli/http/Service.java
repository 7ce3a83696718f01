package dev.sluice.cli.http;

import java.net.URI;
import java.util.Locale;

/** The four services, with the option, variable and local port by which each is found. */
public enum Service {
    TRAFFIC("--url", "SLUICE_URL", 8081),
    HEALTH("--health-url", "SLUICE_HEALTH_URL", 8082),
    ROLLBACK("--rollback-url", "SLUICE_ROLLBACK_URL", 8083),
    NOTIFIER("--notifier-url", "SLUICE_NOTIFIER_URL", 8084);

    private final String option;
    private final String variable;
    private final int port;

    Service(String option, String variable, int port) {
        this.option = option;
        this.variable = variable;
        this.port = port;
    }

    /** As it is called everywhere: {@code traffic-service}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT) + "-service";
    }

    public String option() {
        return option;
    }

    public String variable() {
        return variable;
    }

    /** Where {@code ./sluice up} puts it. */
    public URI local() {
        return URI.create("http://127.0.0.1:" + port);
    }
}
