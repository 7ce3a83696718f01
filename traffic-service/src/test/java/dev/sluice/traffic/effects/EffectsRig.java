package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.plan.Task;
import dev.sluice.events.plan.Workload;
import dev.sluice.traffic.port.RouterProvider;
import dev.sluice.traffic.port.Tasks;
import dev.sluice.traffic.port.Workloads;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Effects and watchman of one instance, whose calls get their threads and alarms from a test. */
public record EffectsRig(Effects effects, Watchman watchman) {
    /** Takes a call that shall run on a thread, which need not begin at once. */
    @FunctionalInterface
    public interface Threads {
        Thread start(Runnable call);
    }

    public static EffectsRig of(
            RouterProvider routers,
            Workloads<Workload> workloads,
            Tasks<Task.Work> tasks,
            Loop loop,
            Ownership ownership,
            Reader reader,
            MeterRegistry meters,
            Threads threads) {
        Workers workers = new Workers() {
            @Override
            public <T> Runnable start(String name, Duration limit, Supplier<T> call, Consumer<T> done) {
                ThreadCall<T> running = new ThreadCall<>(call, done);
                running.whenOver(loop.after(limit, running::interrupt)::cancel);
                threads.start(running);
                return running::interrupt;
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }
        };
        Lanes lanes = new Lanes(routers, meters, workers);
        Retirements retirements = new Retirements(workloads, lanes, loop, ownership, reader, meters, workers);
        Effects effects =
                new Effects(lanes, loop, ownership, retirements, new StepRuns(tasks, loop, ownership, reader, workers));
        return new EffectsRig(effects, new Watchman(lanes, loop, ownership, effects, reader));
    }
}
