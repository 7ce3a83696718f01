package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.events.plan.Workload;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.port.Readiness;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The bringing up of one workload: a step a second until it is read back as ready, is broken, or its time has passed.
 * Everything but the calls runs on the loop.
 */
final class Preparing implements Undertakings.Undertaking {
    private static final Logger LOG = Logger.getLogger(Preparing.class);
    private final Workload workload;
    private final Stamp stamp;
    private final Duration within;
    private final BooleanSupplier mayGoOn;
    private final WorkloadCalls calls;
    private final Loop loop;
    private final Consumer<Input> outcome;
    private final long began;
    private int refusals;
    private boolean cancelled;

    /**
     * A bringing up.
     *
     * @param mayGoOn whether ownership was confirmed a moment ago, and the newest state still asks for it
     */
    Preparing(
            Workload workload,
            Stamp stamp,
            Duration within,
            BooleanSupplier mayGoOn,
            WorkloadCalls calls,
            Loop loop,
            Consumer<Input> outcome) {
        this.workload = workload;
        this.stamp = stamp;
        this.within = within;
        this.mayGoOn = mayGoOn;
        this.calls = calls;
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
        if (mayGoOn.getAsBoolean()) {
            calls.prepare(workload, stamp, answer -> loop.post(() -> answered(answer)));
        } else {
            again();
        }
    }

    private void answered(WorkloadCalls.Answer<Readiness> answer) {
        if (cancelled) {
            return;
        }
        switch (answer) {
            case WorkloadCalls.Answer.Done<Readiness> done -> told(done.told());
            case WorkloadCalls.Answer.Failed<Readiness> failed -> failed(failed.failure());
        }
    }

    private void told(Readiness readiness) {
        refusals = 0;
        if (readiness.ready()) {
            outcome.accept(new Input.Prepared(
                    stamp.rollout(), workload.name(), readiness.detail(), (loop.nanoTime() - began) / 1000));
        } else if (readiness.broken().isPresent()) {
            broken(readiness.broken().get());
        } else {
            againUnlessLate(readiness.detail());
        }
    }

    private void failed(WorkloadFailure failure) {
        String reason = String.valueOf(failure.getMessage());
        LOG.warnf("%s: workload %s is not brought up: %s", stamp.rollout(), workload.name(), reason);
        boolean over =
                switch (failure) {
                    case WorkloadFailure.Unreachable f -> false;
                    case WorkloadFailure.Refused f -> ++refusals >= Limits.REFUSALS;
                    case WorkloadFailure.Superseded f -> true;
                    default -> throw new IllegalStateException("an unknown kind of failure", failure);
                };
        if (over) {
            broken(reason);
        } else {
            againUnlessLate(reason);
        }
    }

    private void againUnlessLate(String detail) {
        if (loop.nanoTime() - began > within.toNanos()) {
            broken("is not ready after " + within.toSeconds() + " s: " + detail);
        } else {
            again();
        }
    }

    private void broken(String reason) {
        cancelled = true;
        outcome.accept(new Input.WorkloadBroken(stamp.rollout(), workload.name(), reason));
    }

    private void again() {
        loop.after(Limits.WORKLOAD_AGAIN, this::run);
    }
}
