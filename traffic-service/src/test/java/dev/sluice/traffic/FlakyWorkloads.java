package dev.sluice.traffic;

import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;
import dev.sluice.traffic.memory.MemoryWorkloads;
import dev.sluice.traffic.port.Readiness;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.Workloads;

/** Workloads in memory on which a test can make calls hang, so that it knows which do. */
final class FlakyWorkloads {
    private final MemoryWorkloads workloads = new MemoryWorkloads();
    private volatile boolean hangs;

    MemoryWorkloads memory() {
        return workloads;
    }

    /** From now on calls hang until they are interrupted. */
    void hang() {
        hangs = true;
    }

    /** Calls that come from now on are answered. */
    void heal() {
        hangs = false;
        workloads.suffer(MemoryWorkloads.Fault.NONE);
    }

    /** The way of one instance to them. */
    Workloads<Workload> adapter(Node node) {
        return new Workloads<>() {
            @Override
            public Retirement retire(Workload workload, RetireAction action, Stamp stamp) throws WorkloadFailure {
                reach(node);
                Retirement retirement = workloads.retire(workload, action, stamp);
                node.step();
                return retirement;
            }

            @Override
            public Readiness prepare(Workload workload, Stamp stamp) throws WorkloadFailure {
                reach(node);
                Readiness readiness = workloads.prepare(workload, stamp);
                node.step();
                return readiness;
            }

            @Override
            public Running observe(Workload workload) throws WorkloadFailure {
                reach(node);
                return workloads.observe(workload);
            }
        };
    }

    private void reach(Node node) throws WorkloadFailure {
        if (hangs) {
            FlakyRouter.hangHere();
            throw new WorkloadFailure.Unreachable("no answer before the interrupt", new InterruptedException());
        }
        if (!node.alive()) {
            throw new WorkloadFailure.Unreachable("the process is dead", new IllegalStateException());
        }
    }
}
