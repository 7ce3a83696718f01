package dev.sluice.demo.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Router;
import dev.sluice.events.plan.SafetyNet;
import dev.sluice.events.plan.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanTreeTest {
    private static final Programs INSTALLED =
            new Programs(Optional.of(Path.of("/usr/sbin/haproxy")), Optional.of(Path.of("/usr/bin/prometheus")));

    private static Plan plan(DemoOptions.Parts parts, Path home) {
        DataPlane plane = DataPlane.prepare(INSTALLED, parts, Recording.ROOT, home);
        return PlanTree.read(plane.plan(), plane.addresses()).plan();
    }

    @Test
    void bothPlansAreTheDefaultStagesInAMinuteWithTheWholeSafetyNet(@TempDir Path home) {
        for (DemoOptions.Parts parts : DemoOptions.Parts.values()) {
            Plan plan = plan(parts, home);

            assertThat(plan.stages().stream().map(stage -> stage.weight().percent()))
                    .containsExactly(5, 20, 50, 100);
            assertThat(plan.plannedLength().duration()).isEqualTo(Duration.ofMinutes(1));
            assertThat(plan.safetyNet()).isEqualTo(SafetyNet.DEFAULT);
        }
    }

    @Test
    void theAddressesAreThoseOfThePartsThatWereStarted(@TempDir Path home) {
        DataPlane plane = DataPlane.prepare(INSTALLED, DemoOptions.Parts.REAL, Recording.ROOT, home);
        Plan plan = PlanTree.read(plane.plan(), plane.addresses()).plan();

        assertThat(plan.routers()).singleElement().satisfies(router -> assertThat(router)
                .isInstanceOfSatisfying(Router.Haproxy.class, haproxy -> assertThat(
                                haproxy.map().orElseThrow().file())
                        .isEqualTo(home.resolve("sluice.map").toString())));
        assertThat(plan.sources()).singleElement().isInstanceOf(Source.Prometheus.class);
        assertThat(plan.rollback().publicUrl().orElseThrow().url()).isEqualTo(plane.traffic());
        assertThat(home.resolve("sluice.map"))
                .hasSameTextualContentAs(Recording.ROOT.resolve("deploy/haproxy/sluice.map"));
    }

    @Test
    void anAddressThatThePlanDoesNotHaveIsNoSilentAddition() {
        Path file = Recording.ROOT.resolve("examples/demo.yaml");

        assertThatThrownBy(() -> PlanTree.read(file, Map.of("/routers/7/url", "http://127.0.0.1:1")))
                .hasMessageContaining("/routers/7/url");
    }
}
