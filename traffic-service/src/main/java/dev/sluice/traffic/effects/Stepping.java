package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.plan.Task;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.port.Errand;
import dev.sluice.traffic.port.TaskProgress;
import dev.sluice.traffic.port.Tasks;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One attempt at a step: asked for, and then asked after once a second until it has ended. When its time has passed, the
 * journal says so, and it is cancelled. Everything but the calls runs on the loop.
 */
final class Stepping implements Undertakings.Undertaking {
    private static final Logger LOG = Logger.getLogger(Stepping.class);
    private final Task.Work work;
    private final Errand errand;
    private final Supplier<Duration> left;
    private final BooleanSupplier mayGoOn;
    private final Tasks<Task.Work> tasks;
    private final Workers workers;
    private final Loop loop;
    private final Consumer<Input> outcome;
    private Runnable interrupt = () -> {};
    private int refusals;
    private boolean cancelled;

    /**
     * An attempt.
     *
     * @param left how much of its time is left, from any thread
     * @param mayGoOn whether ownership was confirmed a moment ago, and the newest state still asks for it
     */
    Stepping(
            Task.Work work,
            Errand errand,
            Supplier<Duration> left,
            BooleanSupplier mayGoOn,
            Tasks<Task.Work> tasks,
            Workers workers,
            Loop loop,
            Consumer<Input> outcome) {
        this.work = work;
        this.errand = errand;
        this.left = left;
        this.mayGoOn = mayGoOn;
        this.tasks = tasks;
        this.workers = workers;
        this.loop = loop;
        this.outcome = outcome;
    }

    /** A request that is under way is given up; what it began elsewhere ends by its own limit. */
    @Override
    public void cancel() {
        cancelled = true;
        interrupt.run();
    }

    @Override
    public void run() {
        if (cancelled) {
            return;
        }
        if (mayGoOn.getAsBoolean()) {
            interrupt = workers.start(
                    "step-" + errand.step(), limit(), this::asked, progress -> loop.post(() -> answered(progress)));
        } else {
            again();
        }
    }

    /** One request to a server of the plan's may take as long as the step; those to an API server are short. */
    private Duration limit() {
        return switch (work) {
            case Task.Http call -> left.get();
            case Task.Job job -> Limits.WORKLOAD;
        };
    }

    private TaskProgress asked() {
        try {
            return tasks.run(work, errand.within(left.get()));
        } catch (RuntimeException bug) {
            return TaskProgress.failed("the adapter failed: " + bug);
        }
    }

    private void answered(TaskProgress progress) {
        if (cancelled) {
            return;
        }
        refusals = progress instanceof TaskProgress.Refused ? refusals + 1 : 0;
        switch (progress) {
            case TaskProgress.UnderWay underWay -> {
                LOG.debugf("%s: step %s is under way: %s", errand.rollout(), errand.step(), underWay.detail());
                again();
            }
            case TaskProgress.Refused refused
            when refusals < Limits.REFUSALS -> {
                LOG.warnf("%s: step %s is not done: %s", errand.rollout(), errand.step(), refused.detail());
                again();
            }
            case TaskProgress.Refused refused -> ended(StepResult.FAILED, refused.detail());
            case TaskProgress.Ended ended -> ended(ended.result(), ended.detail());
        }
    }

    private void ended(StepResult result, String detail) {
        outcome.accept(new Input.StepDone(errand.rollout(), errand.step(), errand.began(), result, detail));
    }

    private void again() {
        loop.after(Limits.WORKLOAD_AGAIN, this::run);
    }
}
