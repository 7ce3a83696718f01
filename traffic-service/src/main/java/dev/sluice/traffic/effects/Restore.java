package dev.sluice.traffic.effects;

import dev.sluice.chassis.Loop;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The way back: every router at once, each tried again until it obeys, none waiting for another. It is never cancelled.
 * Everything but the router calls runs on the loop.
 */
final class Restore {
    private static final Logger LOG = Logger.getLogger(Restore.class);
    private final Target target;
    private final RolloutId rollout;
    private final List<Router> routers;
    private final Stamp stamp;
    private final boolean standsDown;
    private final Lanes lanes;
    private final Loop loop;
    private final Consumer<Input> outcome;
    private final Map<Name, RouterReadback> done = new HashMap<>();
    private final long began;
    private boolean givenUp;

    /**
     * A restore of all these routers.
     *
     * @param standsDown ends silently at a router where a later owner has written: for an instance that acts without
     *     the journal
     */
    Restore(
            Target target,
            List<Router> routers,
            Stamp stamp,
            boolean standsDown,
            Lanes lanes,
            Loop loop,
            Consumer<Input> outcome) {
        this.target = target;
        this.rollout = stamp.rollout();
        this.routers = routers;
        this.stamp = stamp;
        this.standsDown = standsDown;
        this.lanes = lanes;
        this.loop = loop;
        this.outcome = outcome;
        this.began = loop.nanoTime();
    }

    void run() {
        routers.forEach(router -> attempt(router, 1));
    }

    /** What it would give everything to is let go: nothing more is tried. */
    void giveUp() {
        givenUp = true;
    }

    /** Whether this router has been given back, so that it is the watchman's from now on. */
    boolean obeyed(Name router) {
        return done.containsKey(router);
    }

    private void attempt(Router router, int number) {
        if (givenUp) {
            return;
        }
        lanes.urgent(
                target,
                router,
                "restore",
                adapter -> {
                    if (standsDown) {
                        var standing = adapter.observe().stamp();
                        if (standing.filter(there -> there.epoch() > stamp.epoch())
                                .isPresent()) {
                            throw new RouterFailure.Superseded(standing.get());
                        }
                    }
                    return adapter.restore(stamp);
                },
                Limits.restore(router),
                attempt -> loop.post(() -> answered(router, number, attempt)));
    }

    private void answered(Router router, int number, Attempt attempt) {
        switch (attempt) {
            case Attempt.Done ok ->
                done(
                        router,
                        new RouterReadback(
                                router.name(), ok.observed().candidate(), Optional.empty(), ok.tookMicros()));
            case Attempt.Failed failed -> failed(router, number, failed.failure());
            case Attempt.Overtaken overtaken -> attempt(router, number);
        }
    }

    private void failed(Router router, int number, RouterFailure failure) {
        if (failure instanceof RouterFailure.Superseded) {
            LOG.warnf("%s: router %s belongs to a later owner: %s", rollout, router.name(), failure.getMessage());
            done(router, new RouterReadback(router.name(), Weight.ZERO, Optional.empty(), 0));
            return;
        }
        LOG.errorf("%s: router %s does not restore, try %d: %s", rollout, router.name(), number, failure.getMessage());
        if (number == Limits.STUCK_AFTER) {
            outcome.accept(new Input.RestoreStuck(rollout, router.name(), String.valueOf(failure.getMessage())));
        }
        loop.after(Limits.RETRY, () -> attempt(router, number + 1));
    }

    private void done(Router router, RouterReadback readback) {
        done.put(router.name(), readback);
        if (done.size() == routers.size()) {
            List<RouterReadback> all = routers.stream()
                    .map(each -> done.getOrDefault(each.name(), readback))
                    .toList();
            outcome.accept(new Input.Restored(rollout, all, (loop.nanoTime() - began) / 1000));
        }
    }
}
