package dev.sluice.traffic.http;

import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterProvider;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.TrafficRouter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A plan without its consequences: what it would write, and whether its routers can be reached. */
@ApplicationScoped
public class Rehearsal {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private final RouterProvider provider;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @Inject
    Rehearsal(RouterProvider provider) {
        this.provider = provider;
    }

    Views.DryRun dryRun(RolloutId rollout, Plan plan) {
        List<Views.StageWrites> stages = plan.stages().stream()
                .map(stage -> new Views.StageWrites(
                        stage.name(), stage.weight(), writes(plan, new Split(stage.weight(), stage.header()))))
                .toList();
        return new Views.DryRun(rollout, plan.target(), stages, writes(plan, Split.of(Weight.ZERO)));
    }

    private List<Views.RouterWrites> writes(Plan plan, Split split) {
        return plan.splitters().stream()
                .map(router -> {
                    try (TrafficRouter adapter = provider.open(router)) {
                        return new Views.RouterWrites(router.name(), adapter.writes(split));
                    }
                })
                .toList();
    }

    /** Reads every router, each within its own limit. */
    Uni<Views.Checks> check(Plan plan) {
        List<Uni<Views.Check>> checks = plan.routers().stream()
                .map(router -> Uni.createFrom()
                        .item(() -> look(router))
                        .runSubscriptionOn(threads)
                        .ifNoItem()
                        .after(LIMIT)
                        .recoverWithItem(new Views.Check(
                                "router " + router.name(), false, "no answer within " + LIMIT.toSeconds() + " s")))
                .toList();
        return Uni.join().all(checks).andFailFast().map(Views.Checks::new);
    }

    private Views.Check look(Router router) {
        String what = "router " + router.name();
        try (TrafficRouter adapter = provider.open(router)) {
            Observed observed = adapter.observe();
            String latch = observed.latch()
                    .map(stamp -> ", latched by " + stamp.rollout())
                    .orElse("");
            return new Views.Check(what, true, "candidate has " + observed.candidate() + latch + "");
        } catch (RouterFailure failure) {
            return new Views.Check(what, false, String.valueOf(failure.getMessage()));
        } catch (RuntimeException failure) {
            return new Views.Check(what, false, String.valueOf(failure.getMessage()));
        }
    }
}
