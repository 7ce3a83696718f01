package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.events.plan.Router;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The shut-down of one workload: a step a second until it is read back as done. Before each step every router is read,
 * and while one of them gives the candidate more than 0 %, has forgotten its restore, or can't be read, no step is made.
 * Everything but the calls runs on the loop.
 */
final class Retiring implements Undertakings.Undertaking {
    private static final Logger LOG = Logger.getLogger(Retiring.class);
    private final Target target;
    private final Workload workload;
    private final List<Router> routers;
    private final Stamp stamp;
    private final BooleanSupplier mayGoOn;
    private final WorkloadCalls calls;
    private final Lanes lanes;
    private final Loop loop;
    private final Consumer<Input> outcome;
    private final long began;
    private int failures;
    private boolean told;
    private boolean cancelled;

    /**
     * A shut-down.
     *
     * @param mayGoOn whether ownership was confirmed a moment ago, and the newest state still asks for it
     */
    Retiring(
            Target target,
            Workload workload,
            List<Router> routers,
            Stamp stamp,
            BooleanSupplier mayGoOn,
            WorkloadCalls calls,
            Lanes lanes,
            Loop loop,
            Consumer<Input> outcome) {
        this.target = target;
        this.workload = workload;
        this.routers = routers;
        this.stamp = stamp;
        this.mayGoOn = mayGoOn;
        this.calls = calls;
        this.lanes = lanes;
        this.loop = loop;
        this.outcome = outcome;
        this.began = loop.nanoTime();
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void run() {
        if (cancelled) {
            return;
        }
        if (!mayGoOn.getAsBoolean()) {
            again();
            return;
        }
        Map<Name, String> seen = new TreeMap<>();
        for (Router router : routers) {
            lanes.call(
                    target,
                    router,
                    "observe",
                    adapter -> adapter.observe(),
                    Limits.observe(router),
                    attempt -> loop.post(() -> {
                        seen.put(router.name(), traffic(attempt));
                        if (seen.size() == routers.size()) {
                            looked(seen);
                        }
                    }));
        }
    }

    /** Why the candidate may have traffic there; empty when it has none. */
    private static String traffic(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Done done -> traffic(done.observed());
            case Attempt.Failed failed -> "can't be read: " + failed.failure().getMessage();
            case Attempt.Overtaken overtaken -> "is being set";
        };
    }

    private static String traffic(Observed observed) {
        if (!observed.candidate().equals(Weight.ZERO)) {
            return "gives the candidate " + observed.candidate();
        }
        return observed.restored() ? "" : "has forgotten the restore, and may let clients with a cookie through";
    }

    private void looked(Map<Name, String> seen) {
        if (cancelled) {
            return;
        }
        List<String> traffic = seen.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> "router " + each.getKey() + " " + each.getValue())
                .toList();
        if (!traffic.isEmpty()) {
            failed("it may still get traffic: " + String.join("; ", traffic));
        } else if (mayGoOn.getAsBoolean()) {
            calls.retire(workload, stamp, answer -> loop.post(() -> answered(answer)));
        } else {
            again();
        }
    }

    private void answered(WorkloadCalls.Answer<Retirement> answer) {
        if (cancelled) {
            return;
        }
        switch (answer) {
            case WorkloadCalls.Answer.Done<Retirement> done
            when done.told().complete() ->
                outcome.accept(new Input.Retired(
                        stamp.rollout(), workload.name(), done.told().detail(), (loop.nanoTime() - began) / 1000));
            case WorkloadCalls.Answer.Done<Retirement> done -> {
                failures = 0;
                if (loop.nanoTime() - began > Limits.RETIRING.toNanos()) {
                    tell(done.told().detail());
                }
                again();
            }
            case WorkloadCalls.Answer.Failed<Retirement> failed -> failed(words(failed.failure()));
        }
    }

    private static String words(WorkloadFailure failure) {
        return String.valueOf(failure.getMessage());
    }

    private void failed(String reason) {
        LOG.warnf("%s: workload %s is not shut down: %s", stamp.rollout(), workload.name(), reason);
        if (++failures >= Limits.STUCK_AFTER) {
            tell(reason);
        }
        again();
    }

    private void tell(String reason) {
        if (!told) {
            told = true;
            outcome.accept(new Input.RetirementStuck(stamp.rollout(), workload.name(), reason));
        }
    }

    private void again() {
        loop.after(Limits.WORKLOAD_AGAIN, this::run);
    }
}
