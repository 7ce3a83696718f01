package dev.sluice.traffic.memory;

import dev.sluice.events.plan.Preparation;
import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.port.Fence;
import dev.sluice.traffic.port.Readiness;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import dev.sluice.traffic.port.WorkloadFailure.Unreachable;
import dev.sluice.traffic.port.Workloads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Workloads in memory, by name, that keep the port's promises exactly, and break them when told to ({@link #suffer}).
 * Instances of a workload end when {@link #end} is called, or at once when {@link #linger} was not. Safe for use by many
 * threads; an operation is one atomic step.
 */
public final class MemoryWorkloads implements Workloads<Workload> {
    /** What is wrong with their supervisor. */
    public enum Fault {
        NONE,
        /** Every operation fails at once, and changes nothing. */
        UNREACHABLE,
        /** Every operation is answered with an error, and changes nothing. */
        REFUSING,
        /** Operations block until the fault changes or the thread is interrupted; nothing is changed meanwhile. */
        HANGING,
        /** Operations are carried out, and their answers are lost. */
        LOSING_ANSWERS
    }

    private final Map<Name, Running> workloads = new HashMap<>();
    private final List<String> written = new ArrayList<>();
    private Fault fault = Fault.NONE;
    private boolean lingering;
    private boolean slow;

    /** From now on there is such a workload, with so many instances, all ready. */
    public synchronized void run(Name name, int instances, Optional<Stamp> claim) {
        workloads.put(name, new Running(true, instances, instances, instances, claim));
    }

    @Override
    public synchronized Retirement retire(Workload workload, RetireAction action, Stamp stamp) throws WorkloadFailure {
        if (action == RetireAction.KEEP) {
            throw new Refused("the plan keeps it");
        }
        answer();
        Running standing = workloads.getOrDefault(workload.name(), Running.NOTHING);
        Optional<WorkloadFailure> forbidden = Fence.againstRetirement(stamp, standing.claim());
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
        if (standing.wanted() > 0) {
            written.add("scale " + workload.name() + " to 0");
            Optional<Stamp> claim = Optional.of(Fence.afterRestore(stamp, standing.claim()));
            int left = lingering ? standing.running() : 0;
            standing = new Running(true, 0, left, Math.min(left, standing.ready()), claim);
            workloads.put(workload.name(), standing);
        }
        if (standing.exists() && standing.idle() && action == RetireAction.DELETE) {
            written.add("delete " + workload.name());
            workloads.remove(workload.name());
            standing = Running.NOTHING;
        }
        answered();
        return new Retirement(standing.idle(), standing.left());
    }

    @Override
    public synchronized Readiness prepare(Workload workload, Stamp stamp) throws WorkloadFailure {
        Preparation preparation = workload.prepare().orElseThrow(() -> new Refused("the plan does not bring it up"));
        answer();
        Running standing = workloads.getOrDefault(workload.name(), Running.NOTHING);
        Optional<WorkloadFailure> forbidden = Fence.againstRetirement(stamp, standing.claim());
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
        if (standing.wanted() < preparation.replicas()) {
            written.add("scale " + workload.name() + " to " + preparation.replicas());
            Optional<Stamp> claim = Optional.of(Fence.afterRestore(stamp, standing.claim()));
            int here = slow ? standing.running() : preparation.replicas();
            standing = new Running(true, preparation.replicas(), here, slow ? standing.ready() : here, claim);
            workloads.put(workload.name(), standing);
        }
        answered();
        return standing.broken()
                .map(Readiness::broken)
                .orElse(new Readiness(standing.serves(preparation.replicas()), Optional.empty(), standing.left()));
    }

    /** From now on new instances take requests only when {@link #ready} is called. */
    public synchronized void slow() {
        slow = true;
    }

    /** All instances of a workload that are wanted take requests. */
    public synchronized void ready(Name name) {
        workloads.computeIfPresent(
                name, (key, was) -> new Running(true, was.wanted(), was.wanted(), was.wanted(), was.claim()));
    }

    /** The instances of a workload crash. */
    public synchronized void crash(Name name, String why) {
        workloads.computeIfPresent(
                name, (key, was) -> new Running(true, was.wanted(), was.running(), 0, was.claim(), Optional.of(why)));
    }

    @Override
    public synchronized Running observe(Workload workload) throws WorkloadFailure {
        answer();
        answered();
        return workloads.getOrDefault(workload.name(), Running.NOTHING);
    }

    /** From now on instances that are not wanted stay until they are ended. */
    public synchronized void linger() {
        lingering = true;
    }

    /** The instances of a workload that are not wanted end. */
    public synchronized void end(Name name) {
        workloads.computeIfPresent(
                name, (key, was) -> new Running(true, was.wanted(), was.wanted(), was.wanted(), was.claim()));
    }

    /** Somebody takes a workload away, with its instances. */
    public synchronized void remove(Name name) {
        workloads.remove(name);
    }

    /** From now on, until told otherwise; wakes what hangs. */
    public synchronized void suffer(Fault next) {
        fault = next;
        notifyAll();
    }

    /** What runs there, whatever the fault: for assertions, not for the service. */
    public synchronized Running peek(Name name) {
        return workloads.getOrDefault(name, Running.NOTHING);
    }

    /** Every write that was carried out, in order. */
    public synchronized List<String> written() {
        return List.copyOf(written);
    }

    private synchronized void answer() throws WorkloadFailure {
        while (fault == Fault.HANGING) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Unreachable("no answer before the interrupt", e);
            }
        }
        if (fault == Fault.UNREACHABLE) {
            throw new Unreachable("the supervisor is unreachable", new IOException("connection refused"));
        }
        if (fault == Fault.REFUSING) {
            throw new Refused("the supervisor refuses everything");
        }
    }

    private synchronized void answered() throws Unreachable {
        if (fault == Fault.LOSING_ANSWERS) {
            throw new Unreachable("the supervisor did not answer", new IOException("connection reset"));
        }
    }
}
