package dev.sluice.traffic;

import dev.sluice.events.value.Weight;
import dev.sluice.traffic.memory.MemoryRouter;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A router in memory on which a test can make calls hang, so that it knows which do. */
final class FlakyRouter {
    private static final Set<Thread> HANGING = ConcurrentHashMap.newKeySet();
    private final MemoryRouter router;
    private final AtomicInteger ways = new AtomicInteger();
    private volatile boolean hangs;
    private volatile Optional<Weight> insisted = Optional.empty();

    FlakyRouter(String name) {
        this(name, true);
    }

    /** @param latches false for one that keeps neither latch nor stamp */
    FlakyRouter(String name, boolean latches) {
        this.router = new MemoryRouter(name, latches);
    }

    static boolean hangs(Thread thread) {
        return HANGING.contains(thread);
    }

    /** Until the thread is interrupted. */
    static void hangHere() {
        HANGING.add(Thread.currentThread());
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000);
        }
        HANGING.remove(Thread.currentThread());
    }

    MemoryRouter memory() {
        return router;
    }

    /** How many instances keep a way to it open. */
    int ways() {
        return ways.get();
    }

    /** From now on calls hang until they are interrupted. */
    void hang() {
        hangs = true;
    }

    /** Somebody else sets this share again before each look, past stamp and latch. */
    void insist(Weight candidate) {
        insisted = Optional.of(candidate);
    }

    /** Calls that come from now on are answered, and nobody else writes. */
    void heal() {
        hangs = false;
        insisted = Optional.empty();
        router.suffer(MemoryRouter.Fault.NONE);
    }

    /** The way of one instance to it. */
    TrafficRouter adapter(Node node) {
        ways.incrementAndGet();
        return new TrafficRouter() {
            @Override
            public java.util.List<String> writes(Split split) {
                return router.writes(split);
            }

            @Override
            public Observed shift(Split split, Stamp stamp) throws RouterFailure {
                reach(node);
                Observed observed = router.shift(split, stamp);
                node.step();
                return observed;
            }

            @Override
            public Observed restore(Stamp stamp) throws RouterFailure {
                reach(node);
                Observed observed = router.restore(stamp);
                node.step();
                return observed;
            }

            @Override
            public Observed sever(Stamp stamp) throws RouterFailure {
                reach(node);
                Observed observed = router.sever(stamp);
                node.step();
                return observed;
            }

            @Override
            public Observed observe() throws RouterFailure {
                reach(node);
                insisted.ifPresent(router::drift);
                return router.observe();
            }

            @Override
            public java.util.List<Right> rights() throws RouterFailure {
                reach(node);
                return router.rights();
            }

            @Override
            public void close() {
                ways.decrementAndGet();
            }
        };
    }

    private void reach(Node node) throws RouterFailure.Unreachable {
        if (hangs) {
            hangHere();
            throw new RouterFailure.Unreachable("no answer before the interrupt", new InterruptedException());
        }
        if (!node.alive()) {
            throw new RouterFailure.Unreachable("the process is dead", new IllegalStateException());
        }
    }
}
