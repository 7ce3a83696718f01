package dev.sluice.demo.target;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** The three probe endpoints. Readiness fails with 503 when the behaviour says so; the other two only while starting. */
final class HealthAnswers {
    private final String version;
    private final long startedNanos = System.nanoTime();

    HealthAnswers(String version) {
        this.version = version;
    }

    /** Alive as long as it can answer. {@code uptime} is in seconds. */
    JsonObject live() {
        return new JsonObject()
                .put("status", "healthy")
                .put("timestamp", Instant.now().toString())
                .put("version", version)
                .put(
                        "uptime",
                        Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() / 1_000.0)
                .put("basic_functionality", true);
    }

    JsonObject ready(Behaviour behaviour) {
        boolean ready = behaviour.ready();
        JsonObject checks = new JsonObject()
                .put("agents_loaded", true)
                .put("workflow_initialized", true)
                .put("database_connected", ready)
                .put("redis_connected", ready)
                .put("external_services", true);
        return new JsonObject()
                .put("status", ready ? "ready" : "not_ready")
                .put("checks", checks)
                .put("ready_for_traffic", ready);
    }

    JsonObject startup() {
        return new JsonObject()
                .put("status", "started")
                .put(
                        "initialization",
                        new JsonObject()
                                .put("config_loaded", true)
                                .put("agents_initialized", true)
                                .put("workflow_engine", true)
                                .put("hooks_registered", true));
    }

    /** The prober's own header comes back, so that a probe can tell that it reached an application and not a page. */
    static void echoProber(HttpServerRequest request) {
        String prober = request.getHeader("x-health-check");
        if (prober != null) {
            request.response().putHeader("x-health-check", prober);
        }
    }
}
