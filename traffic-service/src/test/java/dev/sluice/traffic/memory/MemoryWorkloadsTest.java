package dev.sluice.traffic.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Role;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.port.Readiness;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.WorkloadFailure.Unreachable;
import dev.sluice.traffic.port.Workloads;
import dev.sluice.traffic.port.WorkloadsContract;
import dev.sluice.traffic.port.WorkloadsRig;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryWorkloadsTest extends WorkloadsContract<Workload> {
    private static final Name GREEN = new Name("green");

    @Override
    protected WorkloadsRig<Workload> open() {
        return new Rig();
    }

    @Test
    void anAnswerThatIsLostIsAWriteThatWasMade() {
        MemoryWorkloads workloads = new MemoryWorkloads();
        workloads.run(GREEN, 2, Optional.empty());
        workloads.suffer(MemoryWorkloads.Fault.LOSING_ANSWERS);

        assertThatThrownBy(() -> workloads.retire(green(RetireAction.SCALE_TO_ZERO), RetireAction.SCALE_TO_ZERO, STAMP))
                .isInstanceOf(Unreachable.class);
        assertThat(workloads.peek(GREEN).idle()).isTrue();
        assertThat(workloads.written()).containsExactly("scale green to 0");
    }

    private static Workload green(RetireAction action) {
        return new Workload.Http(
                GREEN,
                Role.GREEN,
                URI.create("http://127.0.0.1:1/"),
                Optional.empty(),
                action,
                RetireAction.KEEP,
                WorkloadsRig.preparation(action));
    }

    private static final class Rig implements WorkloadsRig<Workload> {
        private final MemoryWorkloads workloads = new MemoryWorkloads();
        private final ScheduledExecutorService alarm = Executors.newSingleThreadScheduledExecutor();

        Rig() {
            workloads.linger();
            workloads.slow();
        }

        @Override
        public Workloads<Workload> workloads() {
            return workloads;
        }

        @Override
        public Workload workload(RetireAction action) {
            return green(action);
        }

        @Override
        public void run(int instances, Optional<Stamp> claim) {
            workloads.run(GREEN, instances, claim);
        }

        @Override
        public void grow() {
            workloads.ready(GREEN);
        }

        @Override
        public void end() {
            workloads.end(GREEN);
        }

        @Override
        public void remove() {
            workloads.remove(GREEN);
        }

        /** A step is atomic: nobody comes between. */
        @Override
        public void intrude(int times) {}

        @Override
        public void intrude(Stamp claim) {
            Running now = workloads.peek(GREEN);
            workloads.run(GREEN, now.wanted(), Optional.of(claim));
        }

        @Override
        public Workloads<Workload> unreachable() {
            return suffering(MemoryWorkloads.Fault.UNREACHABLE);
        }

        /** The limit is its caller's interrupt. */
        @Override
        public Workloads<Workload> hanging() {
            MemoryWorkloads hanging = suffering(MemoryWorkloads.Fault.HANGING);
            return new Workloads<>() {
                @Override
                public Retirement retire(Workload workload, RetireAction action, Stamp stamp) throws WorkloadFailure {
                    Thread caller = Thread.currentThread();
                    alarm.schedule(caller::interrupt, 500, TimeUnit.MILLISECONDS);
                    try {
                        return hanging.retire(workload, action, stamp);
                    } finally {
                        Thread.interrupted();
                    }
                }

                @Override
                public Readiness prepare(Workload workload, Stamp stamp) throws WorkloadFailure {
                    return hanging.prepare(workload, stamp);
                }

                @Override
                public Running observe(Workload workload) throws WorkloadFailure {
                    return hanging.observe(workload);
                }
            };
        }

        private static MemoryWorkloads suffering(MemoryWorkloads.Fault fault) {
            MemoryWorkloads workloads = new MemoryWorkloads();
            workloads.suffer(fault);
            return workloads;
        }

        @Override
        public void close() {
            alarm.shutdownNow();
        }
    }
}
