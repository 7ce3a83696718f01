package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * One way up: the routers of a plan, one after the other in its order, each tried again a few times. Everything but the
 * router calls runs on the loop. Once cancelled it says nothing more.
 */
final class Shift {
    private static final Logger LOG = Logger.getLogger(Shift.class);
    private final Target target;
    private final RolloutId rollout;
    private final List<Router> routers;
    private final Function<Router, Split> splits;
    private final Stamp stamp;
    private final BooleanSupplier owned;
    private final Lanes lanes;
    private final Loop loop;
    private final Consumer<Input> outcome;
    private final List<RouterReadback> readbacks = new ArrayList<>();
    private final long began;
    private int refusals;
    private long triedSince;
    private boolean waits;
    private boolean cancelled;

    Shift(
            Target target,
            List<Router> routers,
            Function<Router, Split> splits,
            Stamp stamp,
            BooleanSupplier owned,
            Lanes lanes,
            Loop loop,
            Consumer<Input> outcome) {
        this.target = target;
        this.rollout = stamp.rollout();
        this.routers = routers;
        this.splits = splits;
        this.stamp = stamp;
        this.owned = owned;
        this.lanes = lanes;
        this.loop = loop;
        this.outcome = outcome;
        this.began = loop.nanoTime();
        this.triedSince = began;
    }

    long version() {
        return stamp.version();
    }

    void cancel() {
        cancelled = true;
    }

    void run() {
        if (cancelled) {
            return;
        }
        if (readbacks.size() == routers.size()) {
            outcome.accept(new Input.Shifted(
                    rollout, stamp.version(), List.copyOf(readbacks), (loop.nanoTime() - began) / 1000));
            return;
        }
        if (!owned.getAsBoolean()) {
            if (!waits) {
                LOG.warnf("%s: a shift waits until the ownership is confirmed again", rollout);
                lanes.fenced(Barrier.OWNERSHIP);
            }
            waits = true;
            loop.after(Limits.RETRY, this::run);
            return;
        }
        waits = false;
        Router router = routers.get(readbacks.size());
        Split split = splits.apply(router);
        lanes.call(
                target,
                router,
                "shift",
                adapter -> adapter.shift(split, stamp),
                Limits.shift(router),
                attempt -> loop.post(() -> answered(router, attempt)));
    }

    private void answered(Router router, Attempt attempt) {
        if (cancelled) {
            return;
        }
        switch (attempt) {
            case Attempt.Done done -> {
                readbacks.add(new RouterReadback(
                        router.name(), done.observed().candidate(), Optional.empty(), done.tookMicros()));
                refusals = 0;
                triedSince = loop.nanoTime();
                run();
            }
            case Attempt.Failed failed -> failed(router, failed.failure());
            case Attempt.Overtaken overtaken -> cancel();
        }
    }

    private void failed(Router router, RouterFailure failure) {
        LOG.warnf(
                "%s: router %s did not take %s: %s",
                rollout, router.name(), splits.apply(router).candidate(), failure.getMessage());
        String reason = "router " + router.name() + ": " + failure.getMessage();
        boolean over =
                switch (failure) {
                    case RouterFailure.Unreachable f -> loop.nanoTime() - triedSince > Limits.UNREACHABLE.toNanos();
                    case RouterFailure.Refused f -> ++refusals >= Limits.REFUSALS;
                    case RouterFailure.Latched f -> {
                        outcome.accept(new Input.NetActs(rollout, NetAction.RESTORE, NetReason.LATCH_FOUND, reason));
                        yield false;
                    }
                    case RouterFailure.Superseded f -> loop.nanoTime() - triedSince > Limits.UNREACHABLE.toNanos();
                    default -> throw new IllegalStateException("an unknown kind of failure", failure);
                };
        if (over) {
            outcome.accept(new Input.ShiftFailed(rollout, stamp.version(), reason));
        } else {
            loop.after(Limits.RETRY, this::run);
        }
    }
}
