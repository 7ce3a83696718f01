package dev.sluice.simulation.outside;

import dev.sluice.simulation.broker.Client;
import java.time.Duration;

/** A call of something outside, from the moment in which a process made it: what it calls decides when it is answered. */
public final class Call {
    private final Client caller;
    private final Duration limit;
    private final long[] read;
    private final long madeAt;
    private Duration answer = Duration.ofMillis(1);
    private boolean interrupted;
    private boolean hangs;

    /**
     * A call that is made now.
     *
     * @param read up to where the caller had read the journal by then, by partition
     * @param now in nanoseconds since the world began
     */
    public Call(Client caller, Duration limit, long[] read, long now) {
        this.madeAt = now;
        this.caller = caller;
        this.limit = limit;
        this.read = read.clone();
    }

    public Client caller() {
        return caller;
    }

    public Duration limit() {
        return limit;
    }

    /** When it was made; it may be carried out much later. */
    public long madeAt() {
        return madeAt;
    }

    /** Whether the caller had read this record of the journal when it made the call. */
    public boolean knew(int partition, long offset) {
        return read[partition] > offset;
    }

    /** There is no answer: it ends when it is interrupted. */
    public void hang() {
        hangs = true;
    }

    public boolean hangs() {
        return hangs;
    }

    public void answerAfter(Duration delay) {
        answer = delay;
    }

    public Duration answer() {
        return answer;
    }

    public void interrupt() {
        interrupted = true;
    }

    public boolean interrupted() {
        return interrupted;
    }
}
