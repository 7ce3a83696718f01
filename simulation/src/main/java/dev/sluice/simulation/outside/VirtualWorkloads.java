package dev.sluice.simulation.outside;

import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.Name;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.traffic.memory.MemoryWorkloads;
import dev.sluice.traffic.port.Readiness;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.WorkloadFailure.Unreachable;
import dev.sluice.traffic.port.Workloads;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What runs the versions, and what is wrong with its supervisor. */
public final class VirtualWorkloads {
    private final MemoryWorkloads memory = new MemoryWorkloads();
    private final Dice dice;
    private final BiConsumer<Workload, Stamp> watcher;
    private Trouble trouble = Trouble.NONE;

    /** What is wrong with the supervisor. */
    public enum Trouble {
        NONE,
        UNREACHABLE,
        HANGING
    }

    public VirtualWorkloads(Dice dice, BiConsumer<Workload, Stamp> watcher) {
        this.dice = dice;
        this.watcher = watcher;
    }

    public void run(Name workload, int instances) {
        memory.run(workload, instances, Optional.empty());
    }

    public void suffer(Trouble next) {
        trouble = next;
    }

    /** How many instances of it run. */
    public int running(Name workload) {
        return memory.peek(workload).running();
    }

    /** The way of one process to them. */
    public Workloads<Workload> adapter(Supplier<Call> current) {
        return new Workloads<>() {
            @Override
            public Retirement retire(Workload workload, RetireAction action, Stamp stamp) throws WorkloadFailure {
                Call call = current.get();
                reach(call);
                boolean ran = memory.peek(workload.name()).running() > 0;
                Retirement retirement = memory.retire(workload, action, stamp);
                if (ran) {
                    watcher.accept(workload, stamp);
                }
                call.caller().step("shut down " + workload.name());
                return retirement;
            }

            @Override
            public Readiness prepare(Workload workload, Stamp stamp) throws WorkloadFailure {
                Call call = current.get();
                reach(call);
                Readiness readiness = memory.prepare(workload, stamp);
                call.caller().step("bring up " + workload.name());
                return readiness;
            }

            @Override
            public Running observe(Workload workload) throws WorkloadFailure {
                reach(current.get());
                return memory.observe(workload);
            }
        };
    }

    private void reach(Call call) throws Unreachable {
        call.answerAfter(dice.between(Duration.ofMillis(1), Duration.ofMillis(50)));
        if (call.interrupted()) {
            throw new Unreachable("interrupted before it was sent", new InterruptedException());
        }
        switch (trouble) {
            case NONE -> {}
            case UNREACHABLE ->
                throw new Unreachable("the supervisor is unreachable", new IOException("connection refused"));
            case HANGING -> {
                call.hang();
                throw new Unreachable("no answer before the interrupt", new InterruptedException());
            }
        }
    }
}
