package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.demo.workload.Supervisor;
import dev.sluice.demo.workload.SupervisorOptions;
import dev.sluice.events.journal.Lifecycle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A plan's steps are done in their place, the canary goes after 100 %, and the old version after the bake. */
@ExtendWith(SharedSystem.class)
class LeavingIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private HttpServer hook = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Each attempt is under way when it is heard of for the first time, and done when it is asked after. */
    @BeforeEach
    void answer() {
        hook.createContext("/", exchange -> {
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            exchange.sendResponseHeaders(asked.add(key) ? 202 : 204, -1);
            exchange.close();
        });
        hook.start();
    }

    @AfterEach
    void stopAnswering() {
        hook.stop(0);
    }

    private Supervisor workload(String name, Application app) {
        return Supervisor.start(new SupervisorOptions(
                0,
                name,
                URI.create("http://127.0.0.1:" + app.candidate().port() + "/metrics"),
                folder.resolve(name),
                List.of("sleep", "600")));
    }

    private String more(Supervisor canary, Supervisor green, Supervisor blue) {
        String step =
                "run: {type: http, url: 'http://127.0.0.1:" + hook.getAddress().getPort() + "/'}";
        return """
                bake: 3s
                workloads:
                  - {type: http, name: canary, role: canary, url: 'http://127.0.0.1:%d/workloads/canary', onComplete: scale-to-zero}
                  - {type: http, name: green, role: green, url: 'http://127.0.0.1:%d/workloads/green', prepare: {replicas: 1}}
                  - {type: http, name: blue, role: stable, url: 'http://127.0.0.1:%d/workloads/blue', onComplete: delete}
                steps:
                  - {name: migrate, before: at-50, %s}
                  - {name: load, ready: at-100, %s}
                  - {name: tidy, after: at-100, %s}
                """.formatted(canary.port(), green.port(), blue.port(), step, step, step);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void stepsAreDoneAndWhatIsNotNeededLeaves(TestSystem system) {
        Stages stages = Stages.each(Duration.ofSeconds(2), 50, 100);
        try (Application app = Application.named("leaving");
                Supervisor canary = workload("canary", app);
                Supervisor green = workload("green", app);
                Supervisor blue = workload("blue", app)) {
            // When a plan with steps, and with workloads that leave, goes all the way up
            Rollout rollout = Rollout.start(system, app.target(), app.plan(stages) + more(canary, green, blue), stages);

            // Then the canary and the old version have left when it is over, and the new one serves
            rollout.story().awaitEnd(Lifecycle.RolloutCompleted.class, SOON);
            assertThat(canary.instance()).isEmpty();
            assertThat(blue.instance()).isEmpty();
            assertThat(green.instance()).isPresent();
            assertThat(rollout.story().all(Lifecycle.WorkloadRetired.class))
                    .extracting(retired -> retired.workload().text())
                    .containsExactlyInAnyOrder("canary", "blue");
            assertThat(rollout.story().outline())
                    .containsSubsequence(
                            "StepStarted",
                            "StepEnded",
                            "StageStarted 0",
                            "StageCompleted 0",
                            "StepStarted",
                            "StepEnded",
                            "StageStarted 1",
                            "StageCompleted 1",
                            "StepStarted",
                            "StepEnded",
                            "BakeStarted",
                            "ClosingStarted",
                            "WorkloadRetired",
                            "RolloutCompleted")
                    .doesNotContain("RetirementDelayed", "StageFailed");
            assertThat(asked).hasSize(3);
            rollout.tookEveryStageOnceInFull();
        }
    }
}
