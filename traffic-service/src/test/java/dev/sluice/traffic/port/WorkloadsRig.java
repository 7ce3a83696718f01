package dev.sluice.traffic.port;

import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;
import java.util.Optional;

/** One supervisor with one workload, for the contract test: fresh for every test, and the workload is not there. */
public interface WorkloadsRig<W extends Workload> extends AutoCloseable {
    Workloads<W> workloads();

    /** The workload as a plan has it that wants this done on a rollback. */
    W workload(RetireAction action);

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
