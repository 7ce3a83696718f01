package dev.sluice.simulation.outside;

import dev.sluice.events.value.Weight;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.simulation.kernel.Scheduler;
import dev.sluice.traffic.memory.MemoryRouter;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A router of the world, which every process reaches, and what is wrong with it. */
public final class VirtualRouter {
    private static final Duration LATEST = Duration.ofSeconds(3);
    private final String name;
    private final boolean latches;
    private final MemoryRouter memory;
    private final Scheduler scheduler;
    private final Dice dice;
    private final Consumer<RouterChange> watcher;
    private Trouble trouble = Trouble.NONE;

    /** What is wrong with it. */
    public enum Trouble {
        NONE,
        /** Every call fails at once, and changes nothing. */
        UNREACHABLE,
        /** Every call is answered with an error, and changes nothing. */
        REFUSING,
        /** No call is answered, and nothing is changed. */
        HANGING,
        /** Calls are carried out, and answered after up to 900 ms. */
        SLOW,
        /** No call is answered, and what it writes is written up to 3 s later. */
        LATE
    }

    public VirtualRouter(String name, boolean latches, Scheduler scheduler, Dice dice, Consumer<RouterChange> watcher) {
        this.name = name;
        this.latches = latches;
        this.memory = new MemoryRouter(name, latches);
        this.scheduler = scheduler;
        this.dice = dice;
        this.watcher = watcher;
    }

    public String name() {
        return name;
    }

    /** Whether it compares before it sets, and keeps a restore against late writes. */
    public boolean latches() {
        return latches;
    }

    public Weight candidate() {
        return memory.peek().candidate();
    }

    /** Whether a call would be answered in time. */
    public boolean reachable() {
        return trouble == Trouble.NONE || trouble == Trouble.SLOW;
    }

    public void suffer(Trouble next) {
        trouble = next;
    }

    /** It restarts with what its configuration says: all to stable, and no memory of anything. */
    public void forget() {
        write("forgets", Optional.empty(), Optional.empty(), memory::forget);
    }

    /** Somebody sets another share by hand. */
    public void drift(Weight share) {
        write("is changed by somebody", Optional.empty(), Optional.empty(), () -> memory.drift(share));
    }

    private void write(String operation, Optional<Stamp> stamp, Optional<Call> call, Runnable change) {
        Weight before = candidate();
        change.run();
        watcher.accept(new RouterChange(this, operation, before, candidate(), stamp, call));
    }

    /** The way of one process to it. */
    public TrafficRouter adapter(Supplier<Call> current) {
        return new Way(current);
    }

    private final class Way implements TrafficRouter {
        private final Supplier<Call> current;

        private Way(Supplier<Call> current) {
            this.current = current;
        }

        /** A write that may come late, and is then fenced as if it came in time. */
        private Observed written(String operation, Stamp stamp, Write write) throws RouterFailure {
            Call call = current.get();
            if (trouble == Trouble.LATE && !call.interrupted()) {
                scheduler.after(dice.between(Duration.ZERO, LATEST), () -> late(operation, stamp, call, write));
            }
            reach(call);
            Weight before = candidate();
            Observed observed = write.run();
            watcher.accept(new RouterChange(
                    VirtualRouter.this, operation, before, candidate(), Optional.of(stamp), Optional.of(call)));
            call.caller().step(operation + " at " + name);
            return observed;
        }

        private void late(String operation, Stamp stamp, Call call, Write write) {
            Weight before = candidate();
            try {
                write.run();
                watcher.accept(new RouterChange(
                        VirtualRouter.this,
                        operation + ", late",
                        before,
                        candidate(),
                        Optional.of(stamp),
                        Optional.of(call)));
            } catch (RouterFailure fenced) {
                watcher.accept(new RouterChange(
                        VirtualRouter.this,
                        operation + ", late, is refused: " + fenced.getMessage(),
                        before,
                        before,
                        Optional.of(stamp),
                        Optional.of(call)));
            }
        }

        @Override
        public List<String> writes(Split split) {
            return memory.writes(split);
        }

        @Override
        public Observed shift(Split split, Stamp stamp) throws RouterFailure {
            return written("shift to " + split.candidate(), stamp, () -> memory.shift(split, stamp));
        }

        @Override
        public Observed restore(Stamp stamp) throws RouterFailure {
            return written("restore", stamp, () -> memory.restore(stamp));
        }

        @Override
        public Observed sever(Stamp stamp) throws RouterFailure {
            reach(current.get());
            return memory.sever(stamp);
        }

        @Override
        public Observed observe() throws RouterFailure {
            reach(current.get());
            return memory.observe();
        }

        @Override
        public List<Right> rights() throws RouterFailure {
            return memory.rights();
        }

        @Override
        public void close() {}
    }

    /** What is done to the router. */
    @FunctionalInterface
    private interface Write {
        Observed run() throws RouterFailure;
    }

    private void reach(Call call) throws RouterFailure {
        call.answerAfter(dice.between(Duration.ofMillis(1), Duration.ofMillis(trouble == Trouble.SLOW ? 900 : 8)));
        if (call.interrupted()) {
            throw new Unreachable("interrupted before it was sent", new InterruptedException());
        }
        switch (trouble) {
            case NONE, SLOW -> {}
            case UNREACHABLE -> throw new Unreachable(name + " is unreachable", new IOException("connection refused"));
            case REFUSING -> throw new Refused(name + " refuses everything");
            case HANGING, LATE -> {
                call.hang();
                throw new Unreachable(name + " did not answer before the interrupt", new InterruptedException());
            }
        }
    }
}
