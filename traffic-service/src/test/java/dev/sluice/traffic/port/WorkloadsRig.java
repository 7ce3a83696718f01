package dev.sluice.traffic.port;

import dev.sluice.events.plan.Preparation;
import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.Span;
import java.util.Map;
import java.util.Optional;

/** One supervisor with one workload, for the contract test: fresh for every test, and the workload is not there. */
public interface WorkloadsRig<W extends Workload> extends AutoCloseable {
    Workloads<W> workloads();

    /** How many instances a plan that scales its workload to zero on a rollback wants before a stage; others want none. */
    int PREPARED = 3;

    /** The workload as a plan has it that wants this done on a rollback. */
    W workload(RetireAction action);

    /** What {@link #workload} is brought up to. */
    static Optional<Preparation> preparation(RetireAction action) {
        return action == RetireAction.SCALE_TO_ZERO
                ? Optional.of(new Preparation(
                        Optional.empty(), PREPARED, Span.ofMinutes(10), Optional.empty(), Optional.empty(), Map.of()))
                : Optional.empty();
    }

    /** The instances that are wanted come up and take requests, which none does before. */
    void grow();

    /** From now on it is there, with so many instances, all of them ready. */
    void run(int instances, Optional<Stamp> claim);

    /** The instances that nobody wants any more end, which none does before. */
    void end();

    /** Somebody takes it away, with its instances. */
    void remove();

    /** Somebody changes it so often, each time between a read and the write that follows it. */
    void intrude(int times);

    /** A rollout claims it, between a read and the write that follows it. */
    void intrude(Stamp claim);

    /** The same kind of adapter, at an address where nobody listens. */
    Workloads<W> unreachable();

    /** The same kind of adapter with a limit of half a second, at something that takes connections and never answers. */
    Workloads<W> hanging();

    @Override
    void close();
}
