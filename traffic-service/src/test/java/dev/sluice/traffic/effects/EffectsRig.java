package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.plan.Workload;
import dev.sluice.traffic.port.RouterProvider;
import dev.sluice.traffic.port.Workloads;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Effects and watchman of one instance, whose calls get their threads and alarms from a test. */
public record EffectsRig(Effects effects, Watchman watchman) {
    /** Takes a call that shall run on a thread, and answers with the thread, which need not have begun. */
    @FunctionalInterface
    public interface Threads {
        Thread start(Runnable call);
    }

    public static EffectsRig of(
            RouterProvider routers,
            Workloads<Workload> workloads,
            Loop loop,
            Ownership ownership,
            Reader reader,
            MeterRegistry meters,
            Threads threads) {
        Workers workers = new Workers() {
            @Override
            public Thread start(String name, Runnable call) {
                return threads.start(call);
            }

            @Override
            public Runnable alarm(Duration limit, Runnable ring) {
                return loop.after(limit, ring)::cancel;
            }
        };
        Lanes lanes = new Lanes(routers, meters, workers);
        Retirements retirements =
                new Retirements(new WorkloadCalls(workloads, workers, meters), lanes, loop, ownership, reader);
        Effects effects = new Effects(lanes, loop, ownership, retirements);
        return new EffectsRig(effects, new Watchman(lanes, loop, ownership, effects, reader));
    }
}
