package dev.sluice.demo.target;

import dev.sluice.demo.WallClock;
import java.util.OptionalLong;

/** Counts what is served. Safe to read from another thread than the one that serves. */
final class Tally {
    private final String version;
    private long received;
    private long served;
    private long bad;
    private long behaviourSince = WallClock.epochMicros();
    private OptionalLong firstBad = OptionalLong.empty();
    private OptionalLong lastReceived = OptionalLong.empty();

    Tally(String version) {
        this.version = version;
    }

    synchronized void received() {
        received++;
        lastReceived = OptionalLong.of(WallClock.epochMicros());
    }

    synchronized void served(int status) {
        served++;
        if (status >= 500) {
            bad++;
            firstBad = firstBad.isPresent() ? firstBad : OptionalLong.of(WallClock.epochMicros());
        }
    }

    /** Forgets the first bad response, so that the next one is counted against the new behaviour. */
    synchronized void behaviourChanged() {
        behaviourSince = WallClock.epochMicros();
        firstBad = OptionalLong.empty();
    }

    synchronized ServiceRecord snapshot() {
        return new ServiceRecord(version, received, served, bad, behaviourSince, firstBad, lastReceived);
    }
}
