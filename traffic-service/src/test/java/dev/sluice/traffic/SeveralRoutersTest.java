package dev.sluice.traffic;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.memory.MemoryRouter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy on machines, a mesh and the selector of a Service in one plan: up one after the other, back all at once. */
class SeveralRoutersTest {
    private static final String PLAN = """
            target: demo/checkout
            version: "5.1"
            speedup: 60x
            routers:
              - {type: http, name: edge, url: "http://127.0.0.1:9001/edge"}
              - type: istio
                name: mesh
                virtualService: checkout
                stable: {host: checkout, subset: v1}
                candidate: {host: checkout, subset: v2}
              - {type: service, name: cut, service: backend, stable: {version: "5.0"}, candidate: {version: "5.1"}}
            sources:
              - {type: scrape, name: candidate, urls: ["http://127.0.0.1:8091/metrics"]}
            """;
    private final World world = new World();

    @BeforeEach
    void begin() {
        new Health(world);
        world.owner("owner");
    }

    private static Plan plan(String more) {
        return PlanReader.read((PLAN + more).getBytes(StandardCharsets.UTF_8));
    }

    private void start(String more) {
        world.command(new Command.Start(Samples.KEY, plan(more), ANN));
    }

    private MemoryRouter router(String name) {
        return world.router(name).memory();
    }

    private Weight share(String name) {
        return router(name).peek().candidate();
    }

    private void watching(int stage) {
        world.until(
                "stage " + stage + " is watched",
                Duration.ofMinutes(3),
                () -> world.count(Lifecycle.TrafficSwitched.class) == stage + 1);
        world.pass(Duration.ofSeconds(5));
    }

    private List<Weight> shares() {
        return List.of(share("edge"), share("mesh"), share("cut"));
    }

    private static Weight percent(int percent) {
        return Weight.percent(percent);
    }

    @Test
    void theServiceWaitsForTheStageThatGivesEverythingAndAllThreeGoBack() {
        start("");
        watching(0);
        assertThat(shares()).containsExactly(percent(5), percent(5), percent(0));
        watching(1);
        assertThat(shares()).containsExactly(percent(20), percent(20), percent(0));
        watching(2);
        assertThat(shares()).containsExactly(percent(50), percent(50), percent(0));
        watching(3);
        assertThat(shares()).containsExactly(percent(100), percent(100), percent(100));
        assertThat(world.words()).doesNotContain("DriftFound");

        world.command(new Command.RollBack(ROLLOUT, ANN));

        world.until("it is back", Duration.ofSeconds(2), () -> world.has(Lifecycle.TrafficRestored.class));
        assertThat(shares()).containsExactly(percent(0), percent(0), percent(0));
    }

    @Test
    void oneThatIsAwayHoldsNoOtherBack() {
        start("");
        watching(3);
        world.router("mesh").hang();

        world.command(new Command.RollBack(ROLLOUT, ANN));
        world.until(
                "the others are back",
                Duration.ofSeconds(1),
                () -> share("edge").equals(Weight.ZERO) && share("cut").equals(Weight.ZERO));
        world.until("it is told", Duration.ofSeconds(10), () -> world.has(Lifecycle.RestoreDelayed.class));
        assertThat(world.rollout().delayed().keySet())
                .extracting(name -> name.text())
                .containsExactly("mesh");
        assertThat(share("mesh")).isEqualTo(percent(100));

        world.router("mesh").heal();
        world.until("it obeys", Duration.ofSeconds(2), () -> share("mesh").equals(Weight.ZERO));
    }

    @Test
    void aServiceThatSomebodyCutOverIsSetRight() {
        start("");
        watching(0);
        router("cut").drift(Weight.FULL);

        world.until("it is set right", Duration.ofSeconds(3), () -> world.has(Lifecycle.DriftMended.class));
        assertThat(share("cut")).isEqualTo(Weight.ZERO);
        assertThat(share("edge")).as("nothing else is touched").isEqualTo(percent(5));
        assertThat(router("cut").peek().latch()).as("it is no restore").isEmpty();
    }

    @Test
    void aChangeThatThePlanRespectsIsToldAndStaysUntilTheNextStage() {
        start("onDrift: respect\n");
        watching(0);
        router("mesh").drift(percent(2));
        world.until("it is told", Duration.ofSeconds(3), () -> world.has(Lifecycle.DriftFound.class));
        world.pass(Duration.ofSeconds(10));
        assertThat(share("mesh")).isEqualTo(percent(2));
        assertThat(world.words()).containsOnlyOnce("DriftFound");

        watching(1);

        assertThat(share("mesh")).isEqualTo(percent(20));
    }

    @Test
    void onTheWayBackNothingIsRespected() {
        start("onDrift: respect\n");
        watching(1);
        world.command(new Command.RollBack(ROLLOUT, ANN));
        world.until("it is back", Duration.ofSeconds(2), () -> world.has(Lifecycle.TrafficRestored.class));
        router("mesh").drift(percent(30));

        world.until(
                "it is set right", Duration.ofSeconds(3), () -> share("mesh").equals(Weight.ZERO));
    }
}
