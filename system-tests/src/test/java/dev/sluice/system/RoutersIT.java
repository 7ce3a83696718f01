package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.value.Target;
import dev.sluice.local.ProcessSpec;
import dev.sluice.local.Service;
import dev.sluice.testkit.ApiServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** HAProxy on a machine, a VirtualService and a Service's selector in a cluster, in one plan: up in stages, back at once. */
@Order(5)
@Isolated
@ExtendWith(SharedSystem.class)
class RoutersIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** How long a control plane is in trouble; a minute in the long form, {@code -Dsluice.trouble.seconds=60}. */
    private static final Duration TROUBLE = Duration.ofSeconds(Long.getLong("sluice.trouble.seconds", 2));

    private static final String TRAFFIC = Service.TRAFFIC.instance(1);
    private static final List<Integer> SHARES = List.of(5, 20, 50, 100);

    @Test
    void onRealControlPlanes(TestSystem system) throws Exception {
        assumeTrue(ApiServer.installed(), ApiServer.MISSING);
        try (Cluster cluster = Cluster.real()) {
            allThreeGoUpAndBack(system, cluster, "three-real");
        }
    }

    @Test
    void onFabric8sMock(TestSystem system) throws Exception {
        try (Cluster cluster = Cluster.mock("three")) {
            allThreeGoUpAndBack(system, cluster, "three-mock");
        }
    }

    /** A control plane that is in trouble in the moment of a rollback holds up its own router only, and not for long. */
    @Test
    void whileItsControlPlaneIsInTroubleTheOthersAreRestored(TestSystem system) throws Exception {
        ProcessSpec known = system.spec(TRAFFIC);
        try (Cluster cluster = Cluster.mock("troubled");
                TroubledApi api = new TroubledApi(cluster.url());
                HaproxyApplication app = HaproxyApplication.start()) {
            restart(system, with(known, cluster.environment(api.url())));
            for (TroubledApi.Trouble trouble : TroubledApi.Trouble.BAD) {
                isRestoredAfterItsRecovery(system, cluster, api, app, trouble);
            }
        } finally {
            restart(system, known);
        }
    }

    private static void isRestoredAfterItsRecovery(
            TestSystem system, Cluster cluster, TroubledApi api, HaproxyApplication app, TroubledApi.Trouble trouble)
            throws IOException {
        // Given a rollout with half of the traffic at both routers
        Stages stages = Stages.each(Duration.ofMinutes(5), 50, 100);
        Target target = new Target("system", "troubled");
        Rollout rollout = Rollout.start(system, target, plan(app, target, stages, cluster), stages);
        Wait.until("half is set at the mesh", SOON, () -> cluster.weights().equals(List.of(50, 50)));
        Wait.until("and at HAProxy", SOON, () -> rollout.state().observing().isPresent());

        // When it is taken back while one control plane does not do what it is asked to
        api.suffer(trouble);
        Api.Answer back = system.traffic().steer(rollout.id().text(), "rollback");
        assertThat(back.status()).as(back.body()).isEqualTo(202);
        rollout.story()
                .await(
                        Lifecycle.RestoreDelayed.class,
                        e -> e.rollout().equals(rollout.id())
                                && e.router().text().equals("mesh"),
                        SOON);

        // Then the other one has been restored
        Instant told = Instant.now();
        Wait.until("it lasts", TROUBLE.plus(SOON), () -> Instant.now().isAfter(told.plus(TROUBLE)));
        assertThat(app.candidateShare(told, told.plus(TROUBLE))).isZero();
        assertThat(cluster.weights()).containsExactly(50, 50);

        // And the troubled one is as soon as it recovers
        Instant recovered = Instant.now();
        api.suffer(TroubledApi.Trouble.NONE);
        Recorded restored = rollout.story()
                .await(Lifecycle.TrafficRestored.class, e -> e.rollout().equals(rollout.id()), SOON);
        assertThat(cluster.weights()).containsExactly(100, 0);
        Duration took = Duration.between(recovered, restored.meta().time());
        Measured.say(
                "API server %s for %d s: restored %d ms after its recovery",
                trouble, TROUBLE.toSeconds(), took.toMillis());
        rollout.story()
                .await(Lifecycle.RolloutRolledBack.class, e -> e.rollout().equals(rollout.id()), SOON);
    }

    private static void allThreeGoUpAndBack(TestSystem system, Cluster cluster, String name) {
        ProcessSpec known = system.spec(TRAFFIC);
        Stages stages = Stages.each(Duration.ofSeconds(3), 5, 20, 50).then(100, Duration.ofMinutes(5));
        Target target = new Target("system", name);
        try (HaproxyApplication app = HaproxyApplication.start()) {
            restart(system, with(known, cluster.environment()));
            Rollout rollout = Rollout.start(system, target, plan(app, target, stages, cluster), stages);

            for (int stage = 0; stage < SHARES.size(); stage++) {
                rollout.story().awaitSwitch(stage, SOON);
                int share = SHARES.get(stage);
                assertThat(cluster.weights())
                        .as("stage %d of\n%s", stage, rollout.story().text())
                        .containsExactly(100 - share, share);
                assertThat(cluster.selector()).isEqualTo(selector(share == 100 ? "5.1" : "5.0"));
            }
            assertThat(cluster.retries()).hasToString("{attempts=3, perTryTimeout=2s}");

            Api.Answer back = system.traffic().steer(rollout.id().text(), "rollback");
            assertThat(back.status()).as(back.body()).isEqualTo(202);
            rollout.story().awaitEnd(Lifecycle.RolloutRolledBack.class, SOON);

            assertThat(cluster.weights()).containsExactly(100, 0);
            assertThat(cluster.selector()).isEqualTo(selector("5.0"));
            Lifecycle.TrafficRestored restored =
                    rollout.story().all(Lifecycle.TrafficRestored.class).getFirst();
            assertThat(restored.routers()).hasSize(3).allSatisfy(router -> assertThat(router.set())
                    .hasToString("0%"));
            Measured.say(
                    "%s: HAProxy, VirtualService and Service restored in %.1f ms", name, restored.tookMicros() / 1e3);
            assertThat(rollout.story().all(Lifecycle.DriftFound.class)).isEmpty();
            rollout.isToldAlikeByEverybody();
        } finally {
            restart(system, known);
        }
    }

    private static Map<String, String> selector(String version) {
        return Map.of("app", "backend", "version", version);
    }

    private static String plan(HaproxyApplication app, Target target, Stages stages, Cluster cluster) {
        return app.plan(target, stages).replace("sources:", """
                  - type: istio
                    name: mesh
                    namespace: %1$s
                    virtualService: checkout
                    routes: [primary]
                    stable: {host: checkout, subset: v1}
                    candidate: {host: checkout, subset: v2}
                  - type: service
                    name: backend
                    namespace: %1$s
                    service: backend
                    stable: {version: "5.0"}
                    candidate: {version: "5.1"}
                sources:""".formatted(cluster.namespace()));
    }

    private static ProcessSpec with(ProcessSpec known, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(known.environment());
        environment.putAll(more);
        return new ProcessSpec(known.name(), known.command(), environment, known.port(), known.readiness());
    }

    private static void restart(TestSystem system, ProcessSpec spec) {
        system.remove(spec.name());
        system.add(spec);
    }
}
