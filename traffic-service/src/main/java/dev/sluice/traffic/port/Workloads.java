package dev.sluice.traffic.port;

import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;

/**
 * What runs the versions of a target. Every call blocks for at most the time limit that the caller sets by interrupting
 * it, and is safe to repeat. Calls for one workload come one at a time; calls from a process that believes itself the
 * owner may come beside them, which is what the stamp is for.
 *
 * @param <W> the kind of workload that an adapter serves
 */
public interface Workloads<W extends Workload> {
    /**
     * Shuts it down as far as that can be done now, and reads back how far it has come: instances take their time to end,
     * so that the caller asks again until it is {@link Retirement#complete()}. What is already gone counts as done.
     * Refused, with nothing written, when a later rollout has claimed the workload ({@link WorkloadFailure.Superseded}),
     * and with {@link RetireAction#KEEP}.
     */
    Retirement retire(W workload, RetireAction action, Stamp stamp) throws WorkloadFailure;

    /**
     * Brings it up as the plan's {@code prepare} says, as far as that can be done now, and reads back how far it has come:
     * the caller asks again until it is {@link Readiness#ready()}. It is never scaled down, and where an autoscaler keeps
     * it, only from nothing. Refused, with nothing written, when a later rollout has claimed the workload
     * ({@link WorkloadFailure.Superseded}), and for one that the plan does not prepare.
     */
    Readiness prepare(W workload, Stamp stamp) throws WorkloadFailure;

    /** What runs there now. */
    Running observe(W workload) throws WorkloadFailure;
}
