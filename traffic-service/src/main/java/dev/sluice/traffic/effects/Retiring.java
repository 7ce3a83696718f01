package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Router;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Target;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The shut-down of one workload: a step a second until it is read back as done. Before each step every router is read, and
 * while one of them may need it, or can't be read, no step is made. Everything but the calls runs on the loop.
 */
final class Retiring implements Undertakings.Undertaking {
    private static final Logger LOG = Logger.getLogger(Retiring.class);
    private final Target target;
    private final Workload workload;
    private final RetireAction action;
    private final Needed needed;
    private final List<Workload> serving;
    private final Duration patience;
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

    /** Why a router as it was read may need the workload; empty when it does not. */
    @FunctionalInterface
    interface Needed {
        String by(Router router, Observed observed);
    }

    /**
     * A shut-down.
     *
     * @param serving what must serve before each step, because nothing else does then
     * @param patience for how long nobody is told that it does not get on
     * @param mayGoOn whether ownership was confirmed a moment ago, and the newest state still asks for it
     */
    Retiring(
            Target target,
            Workload workload,
            RetireAction action,
            Needed needed,
            List<Workload> serving,
            Duration patience,
            List<Router> routers,
            Stamp stamp,
            BooleanSupplier mayGoOn,
            WorkloadCalls calls,
            Lanes lanes,
            Loop loop,
            Consumer<Input> outcome) {
        this.target = target;
        this.workload = workload;
        this.action = action;
        this.needed = needed;
        this.serving = serving;
        this.patience = patience;
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
                        seen.put(router.name(), traffic(router, attempt));
                        if (seen.size() == routers.size()) {
                            looked(seen);
                        }
                    }));
        }
    }

    private String traffic(Router router, Attempt attempt) {
        return switch (attempt) {
            case Attempt.Done done -> needed.by(router, done.observed());
            case Attempt.Failed failed -> "can't be read: " + failed.failure().getMessage();
            case Attempt.Overtaken overtaken -> "is being set";
        };
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
        } else {
            others(0);
        }
    }

    /** Looks at what must serve, one after the other. */
    private void others(int next) {
        if (cancelled) {
            return;
        }
        if (next == serving.size()) {
            step();
            return;
        }
        Workload other = serving.get(next);
        calls.observe(
                other,
                answer -> loop.post(() -> {
                    String missing =
                            switch (answer) {
                                case WorkloadCalls.Answer.Done<Running> done
                                when done.told().serves(1)
                                        && done.told().broken().isEmpty() -> "";
                                case WorkloadCalls.Answer.Done<Running> done ->
                                    done.told().left();
                                case WorkloadCalls.Answer.Failed<Running> failed ->
                                    "can't be read: " + failed.failure().getMessage();
                            };
                    if (missing.isEmpty()) {
                        others(next + 1);
                    } else if (!cancelled) {
                        failed("workload " + other.name() + " has to serve first, and " + missing);
                    }
                }));
    }

    private void step() {
        if (mayGoOn.getAsBoolean()) {
            calls.retire(workload, action, stamp, answer -> loop.post(() -> answered(answer)));
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
        LOG.infof("%s: workload %s is not shut down so far: %s", stamp.rollout(), workload.name(), reason);
        if (++failures >= Limits.STUCK_AFTER && loop.nanoTime() - began >= patience.toNanos()) {
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
