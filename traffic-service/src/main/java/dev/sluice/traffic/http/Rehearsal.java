package dev.sluice.traffic.http;

import dev.sluice.chassis.http.Check;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterProvider;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.TrafficRouter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A plan without its consequences: what it would write, and whether its routers can be reached and written to. */
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
                        stage.name(), stage.weight(), writes(plan, router -> Split.of(router, stage.weight(), stage))))
                .toList();
        return new Views.DryRun(rollout, plan.target(), stages, writes(plan, router -> Split.of(Weight.ZERO)));
    }

    private List<Views.RouterWrites> writes(Plan plan, Function<Router, Split> splits) {
        return plan.splitters().stream()
                .map(router -> {
                    try (TrafficRouter adapter = provider.open(router)) {
                        return new Views.RouterWrites(router.name(), adapter.writes(splits.apply(router)));
                    }
                })
                .toList();
    }

    /** Reads every router and asks for its rights, each router within its own limit. */
    Uni<Check.Checks> check(Plan plan) {
        List<Uni<List<Check>>> checks = plan.routers().stream()
                .map(router -> Uni.createFrom()
                        .item(() -> look(router))
                        .runSubscriptionOn(threads)
                        .ifNoItem()
                        .after(LIMIT)
                        .recoverWithItem(
                                List.of(Check.wrong(named(router), "no answer within " + LIMIT.toSeconds() + " s"))))
                .toList();
        return Uni.join()
                .all(checks)
                .andFailFast()
                .map(all -> new Check.Checks(all.stream().flatMap(List::stream).toList()));
    }

    private List<Check> look(Router router) {
        List<Check> checks = new ArrayList<>();
        try (TrafficRouter adapter = provider.open(router)) {
            Optional<Check> unreachable = read(named(router), adapter, checks);
            if (unreachable.isPresent()) {
                return List.of(unreachable.get());
            }
            rights(named(router), adapter, checks);
        } catch (RuntimeException failure) {
            checks.add(Check.wrong(named(router), String.valueOf(failure.getMessage())));
        }
        return checks;
    }

    /** Adds what was read; gives it back instead when nobody answers, so that no more is asked. */
    private static Optional<Check> read(String what, TrafficRouter adapter, List<Check> checks) {
        try {
            Observed observed = adapter.observe();
            String latch = observed.latch()
                    .map(stamp -> ", latched by " + stamp.rollout())
                    .orElse("");
            checks.add(Check.ok(what, "candidate has " + observed.candidate() + latch));
            return Optional.empty();
        } catch (RouterFailure.Unreachable failure) {
            return Optional.of(Check.wrong(what, String.valueOf(failure.getMessage())));
        } catch (RouterFailure failure) {
            checks.add(Check.wrong(what, String.valueOf(failure.getMessage())));
            return Optional.empty();
        }
    }

    private static void rights(String what, TrafficRouter adapter, List<Check> checks) {
        try {
            for (Right right : adapter.rights()) {
                String named = what + ": right to " + right.to();
                checks.add(
                        switch (right.answer()) {
                            case HELD -> Check.ok(named, right.detail());
                            case MISSING -> Check.wrong(named, "no right to " + right.to() + ": " + right.detail());
                            case UNKNOWN -> Check.unknown(named, right.detail());
                        });
            }
        } catch (RouterFailure failure) {
            checks.add(Check.unknown(what + ": rights", "can't be told: " + failure.getMessage()));
        }
    }

    private static String named(Router router) {
        return "router " + router.name();
    }
}
