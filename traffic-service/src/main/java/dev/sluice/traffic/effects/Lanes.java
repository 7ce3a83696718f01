package dev.sluice.traffic.effects;

import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Target;
import dev.sluice.traffic.port.RouterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** The lanes of all targets, and the one place where router calls are timed and counted. */
@ApplicationScoped
public class Lanes {
    private record Key(Target target, Router router) {}

    private final RouterProvider provider;
    private final MeterRegistry meters;
    private final Workers workers;
    private final ConcurrentMap<Key, RouterLane> lanes = new ConcurrentHashMap<>();

    @Inject
    Lanes(RouterProvider provider, MeterRegistry meters) {
        this(provider, meters, Workers.virtualThreads());
    }

    /** With calls that run where these workers run them. */
    public Lanes(RouterProvider provider, MeterRegistry meters, Workers workers) {
        this.provider = provider;
        this.meters = meters;
        this.workers = workers;
    }

    private RouterLane lane(Target target, Router router) {
        return lanes.computeIfAbsent(
                new Key(target, router), key -> new RouterLane(router.name().text(), provider.open(router), workers));
    }

    void call(
            Target target,
            Router router,
            String operation,
            RouterLane.Call call,
            Duration limit,
            Consumer<Attempt> done) {
        lane(target, router).call(call, limit, timed(router, operation, done));
    }

    void urgent(
            Target target,
            Router router,
            String operation,
            RouterLane.Call call,
            Duration limit,
            Consumer<Attempt> done) {
        lane(target, router).urgent(call, limit, timed(router, operation, done));
    }

    boolean idle(Target target, Router router) {
        return lane(target, router).idle();
    }

    /** Something was not done because a fence stood before it. */
    void fenced(Barrier barrier) {
        meters.counter("sluice.fences", "fence", barrier.word()).increment();
    }

    private Consumer<Attempt> timed(Router router, String operation, Consumer<Attempt> done) {
        long start = workers.nanoTime();
        return attempt -> {
            if (attempt instanceof Attempt.Failed failed) {
                Barrier.of(failed.failure()).ifPresent(this::fenced);
            }
            String outcome =
                    switch (attempt) {
                        case Attempt.Done a -> "done";
                        case Attempt.Failed a -> a.failure().getClass().getSimpleName();
                        case Attempt.Overtaken a -> "overtaken";
                    };
            Timer.builder("sluice.router.calls")
                    .tag("router", router.name().text())
                    .tag("operation", operation)
                    .tag("outcome", outcome)
                    .register(meters)
                    .record(workers.nanoTime() - start, TimeUnit.NANOSECONDS);
            done.accept(attempt);
        };
    }

    /**
     * Closes the ways to routers that are not in use any more. One on which a call runs or waits, such as a restore by
     * somebody who lost the partition meanwhile, stays until it is idle at a later time.
     */
    void keepOnly(BiPredicate<Target, Router> inUse) {
        lanes.forEach((key, lane) -> {
            if (!inUse.test(key.target(), key.router()) && lane.idle() && lanes.remove(key, lane)) {
                lane.router().close();
            }
        });
    }
}
