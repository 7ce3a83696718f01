package dev.sluice.traffic.effects;

import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;
import dev.sluice.traffic.port.Readiness;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.Workloads;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The one place where workloads are called: on a thread of their own, within the limit, timed and counted. */
final class WorkloadCalls {
    /** How one call ended. */
    sealed interface Answer<T> {
        record Done<T>(T told) implements Answer<T> {}

        record Failed<T>(WorkloadFailure failure) implements Answer<T> {}
    }

    @FunctionalInterface
    private interface Call<T> {
        T make() throws WorkloadFailure;
    }

    private final Workloads<Workload> workloads;
    private final Workers workers;
    private final MeterRegistry meters;

    WorkloadCalls(Workloads<Workload> workloads, Workers workers, MeterRegistry meters) {
        this.workloads = workloads;
        this.workers = workers;
        this.meters = meters;
    }

    /** {@code done} hears of it on the call's thread; so it does below. */
    void retire(Workload workload, RetireAction action, Stamp stamp, Consumer<Answer<Retirement>> done) {
        call(
                workload,
                "retire",
                () -> workloads.retire(workload, action, stamp),
                told -> told.complete() ? "complete" : "under-way",
                done);
    }

    void prepare(Workload workload, Stamp stamp, Consumer<Answer<Readiness>> done) {
        call(
                workload,
                "prepare",
                () -> workloads.prepare(workload, stamp),
                told -> told.ready() ? "complete" : told.broken().isPresent() ? "broken" : "under-way",
                done);
    }

    void observe(Workload workload, Consumer<Answer<Running>> done) {
        call(workload, "observe", () -> workloads.observe(workload), told -> "complete", done);
    }

    private <T> void call(
            Workload workload, String operation, Call<T> call, Function<T, String> word, Consumer<Answer<T>> done) {
        long start = workers.nanoTime();
        workers.start("workload-" + workload.name(), Limits.WORKLOAD, () -> made(call), answer -> {
            timed(workload, operation, word(answer, word), workers.nanoTime() - start);
            done.accept(answer);
        });
    }

    private static <T> Answer<T> made(Call<T> call) {
        try {
            return new Answer.Done<>(call.make());
        } catch (WorkloadFailure failure) {
            return new Answer.Failed<>(failure);
        } catch (RuntimeException bug) {
            return new Answer.Failed<>(new WorkloadFailure.Unreachable("the adapter failed: " + bug, bug));
        }
    }

    private static <T> String word(Answer<T> answer, Function<T, String> word) {
        return switch (answer) {
            case Answer.Done<T> done -> word.apply(done.told());
            case Answer.Failed<T> failed -> failed.failure().getClass().getSimpleName();
        };
    }

    private void timed(Workload workload, String operation, String outcome, long nanos) {
        Timer.builder("sluice.workload.calls")
                .tag("workload", workload.name().text())
                .tag("operation", operation)
                .tag("outcome", outcome)
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
    }
}
