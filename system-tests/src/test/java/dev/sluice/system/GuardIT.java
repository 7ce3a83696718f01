package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.ProcessSpec;
import dev.sluice.local.Service;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may reach a service from elsewhere. Its instances here have a broker of their own, which never answers. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedSystem.class)
class GuardIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String KEY = "a-key-for-this-test";

    @ParameterizedTest
    @EnumSource(names = {"TRAFFIC", "NOTIFIER"})
    void refusesToStartOnAnyOtherAddressWithoutAKey(Service service, TestSystem system) {
        // When a service is bound to every address and has no key
        Run run = Run.of(
                TestSystem.ROOT,
                elsewhere(Ports.free(), "", "0.0.0.0"),
                LIMIT,
                system.spec(service.module()).command().toArray(String[]::new));

        // Then it does not start, and says what to set
        assertThat(run.code()).as(run.output()).isNotZero();
        assertThat(run.output()).contains("SLUICE_API_KEY");
    }

    @ParameterizedTest
    @EnumSource(names = "TRAFFIC")
    void asksForItsKeyWhereItHasOne(Service service, TestSystem system) throws Exception {
        int port = Ports.free();
        ProcessSpec spec = system.spec(service.module());
        ProcessBuilder builder = new ProcessBuilder(spec.command())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "guarded.log").toFile());
        builder.environment().putAll(elsewhere(port, KEY, "0.0.0.0"));

        // Given a service that others can reach, with a key
        Process process = builder.start();
        try {
            Api api = new Api(port);
            Wait.until("it answers, see target/guarded.log", LIMIT, () -> answers(api, process));

            // Then it answers nobody without it
            assertThat(api.get("/rollouts").status()).isEqualTo(401);
            assertThat(api.get("/rollouts", Map.of("Authorization", "Bearer wrong"))
                            .status())
                    .isEqualTo(401);
            assertThat(api.get("/rollouts", Map.of("Authorization", "Bearer " + KEY))
                            .status())
                    .isEqualTo(200);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean answers(Api api, Process process) {
        assertThat(process.isAlive()).as("it runs, see target/guarded.log").isTrue();
        try {
            return api.get("/q/health/live").status() > 0;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private static Map<String, String> elsewhere(int port, String key, String host) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + Ports.free());
        environment.put("QUARKUS_HTTP_HOST", host);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("SLUICE_API_KEY", key);
        return environment;
    }
}
