package dev.sluice.traffic.memory;

import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Fence;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Observed.Counts;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A router in memory that keeps the port's promises exactly, and breaks them when told to ({@link #suffer},
 * {@link #forget}, {@link #drift}). Safe for use by many threads; an operation is one atomic step.
 */
public final class MemoryRouter implements TrafficRouter {
    /** What is wrong with it. */
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

    private record State(Split split, Optional<Stamp> stamp, Optional<Stamp> latch, Counts counts, long open) {
        static final State INITIAL =
                new State(Split.of(Weight.ZERO), Optional.empty(), Optional.empty(), new Counts(0, 0), 0);

        Weight effective() {
            return latch.isPresent() ? Weight.ZERO : split.candidate();
        }

        Observed observed(boolean latches) {
            boolean restored = latches ? latch.isPresent() : effective().equals(Weight.ZERO);
            return new Observed(effective(), stamp, latch, Optional.of(counts), open, restored);
        }
    }

    private final String name;
    private final boolean latches;
    private final List<String> written = new ArrayList<>();
    private State state = State.INITIAL;
    private Fault fault = Fault.NONE;
    private long slots;

    public MemoryRouter(String name) {
        this(name, true);
    }

    /**
     * A router of this name.
     *
     * @param latches false for one that keeps neither latch nor stamp, as HAProxy's weights without a map
     */
    public MemoryRouter(String name, boolean latches) {
        this.name = name;
        this.latches = latches;
    }

    @Override
    public List<String> writes(Split split) {
        return List.of("candidate " + split.candidate()
                + split.header()
                        .map(match -> ", " + match.name() + ": " + match.value())
                        .orElse("") + " at " + name);
    }

    @Override
    public synchronized Observed shift(Split split, Stamp stamp) throws RouterFailure {
        answer();
        Optional<RouterFailure> forbidden = Fence.againstShift(stamp, state.stamp, state.latch);
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
        state = new State(split, kept(stamp), Optional.empty(), state.counts, state.open);
        written.add("shift " + split.candidate());
        return answered();
    }

    @Override
    public synchronized Observed restore(Stamp stamp) throws RouterFailure {
        answer();
        Optional<RouterFailure> forbidden = Fence.againstRestore(stamp, state.stamp, state.latch);
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
        Optional<Stamp> standing = kept(Fence.afterRestore(stamp, state.stamp));
        state = new State(Split.of(Weight.ZERO), standing, standing, state.counts, state.open);
        written.add("restore");
        return answered();
    }

    @Override
    public synchronized Observed sever(Stamp stamp) throws RouterFailure {
        answer();
        Optional<RouterFailure> forbidden = Fence.againstRestore(stamp, state.stamp, state.latch);
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
        if (!state.effective().equals(Weight.ZERO)) {
            throw new Refused("the candidate has " + state.effective() + ": nothing is ended");
        }
        hold(0);
        written.add("sever");
        return answered();
    }

    /** So many clients hold a connection to the candidate open. */
    public synchronized void hold(long connections) {
        state = new State(state.split, state.stamp, state.latch, state.counts, connections);
    }

    @Override
    public synchronized Observed observe() throws RouterFailure {
        answer();
        return answered();
    }

    @Override
    public synchronized List<Right> rights() throws RouterFailure {
        answer();
        answered();
        return List.of(new Right("write", Right.Answer.HELD, "it is memory"));
    }

    /** It stays as it is: another instance of the service may still use it. */
    @Override
    public void close() {}

    /** From now on, until told otherwise; wakes what hangs. */
    public synchronized void suffer(Fault next) {
        fault = next;
        notifyAll();
    }

    /** Restarts with nothing: all to stable, no stamp, no latch, counts from zero. */
    public synchronized void forget() {
        state = State.INITIAL;
        slots = 0;
    }

    /** Somebody else sets the share, past stamp and latch. */
    public synchronized void drift(Weight candidate) {
        state = new State(
                state.split.withCandidate(candidate), state.stamp, Optional.empty(), state.counts, state.open);
    }

    /** Lets one request through; true when the candidate got it. Of any 10,000 in a row its share is exact. */
    public synchronized boolean route() {
        slots++;
        int share = state.effective().basisPoints();
        boolean candidate = slots * share % Weight.FULL.basisPoints() < share;
        Counts counts = state.counts;
        state = new State(
                state.split,
                state.stamp,
                state.latch,
                new Counts(counts.stable() + (candidate ? 0 : 1), counts.candidate() + (candidate ? 1 : 0)),
                state.open);
        return candidate;
    }

    /** What stands there, whatever the fault: for assertions, not for the service. */
    public synchronized Observed peek() {
        return state.observed(latches);
    }

    /** The split without the latch's effect: for assertions. */
    public synchronized Split split() {
        return state.split;
    }

    /** Every write that was carried out, in order. */
    public synchronized List<String> written() {
        return List.copyOf(written);
    }

    private Optional<Stamp> kept(Stamp stamp) {
        return latches ? Optional.of(stamp) : Optional.empty();
    }

    private synchronized void answer() throws RouterFailure {
        while (fault == Fault.HANGING) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Unreachable(name + " did not answer before the interrupt", e);
            }
        }
        if (fault == Fault.UNREACHABLE) {
            throw new Unreachable(name + " is unreachable", new IOException("connection refused"));
        }
        if (fault == Fault.REFUSING) {
            throw new Refused(name + " refuses everything");
        }
    }

    private synchronized Observed answered() throws Unreachable {
        if (fault == Fault.LOSING_ANSWERS) {
            throw new Unreachable(name + " did not answer", new IOException("connection reset"));
        }
        return state.observed(latches);
    }
}
