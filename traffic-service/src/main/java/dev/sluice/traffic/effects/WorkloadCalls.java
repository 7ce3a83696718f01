package dev.sluice.traffic.effects;

import dev.sluice.events.plan.Workload;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.Workloads;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The one place where workloads are called: on a thread of their own, within the limit, timed and counted. */
final class WorkloadCalls {
    /** How one call ended. */
    sealed interface Answer {
        record Done(Retirement retirement) implements Answer {}

        record Failed(WorkloadFailure failure) implements Answer {}
    }

    private final Workloads<Workload> workloads;
    private final Workers workers;
    private final MeterRegistry meters;

    WorkloadCalls(Workloads<Workload> workloads, Workers workers, MeterRegistry meters) {
        this.workloads = workloads;
        this.workers = workers;
        this.meters = meters;
    }

    /** {@code done} hears of it on the call's thread. */
    void retire(Workload workload, Stamp stamp, Consumer<Answer> done) {
        long start = workers.nanoTime();
        workers.start("workload-" + workload.name(), Limits.RETIRE, () -> retire(workload, stamp), answer -> {
            timed(workload, answer, workers.nanoTime() - start);
            done.accept(answer);
        });
    }

    private Answer retire(Workload workload, Stamp stamp) {
        try {
            return new Answer.Done(workloads.retire(workload, stamp));
        } catch (WorkloadFailure failure) {
            return new Answer.Failed(failure);
        } catch (RuntimeException bug) {
            return new Answer.Failed(new WorkloadFailure.Unreachable("the adapter failed: " + bug, bug));
        }
    }

    private void timed(Workload workload, Answer answer, long nanos) {
        String outcome =
                switch (answer) {
                    case Answer.Done a -> a.retirement().complete() ? "complete" : "under-way";
                    case Answer.Failed a -> a.failure().getClass().getSimpleName();
                };
        Timer.builder("sluice.workload.calls")
                .tag("workload", workload.name().text())
                .tag("operation", "retire")
                .tag("outcome", outcome)
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
    }
}
