package dev.sluice.traffic.port;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Weight;
import java.util.Optional;

/** One router with something behind it, for the contract test: fresh for every test, all traffic on stable. */
public interface RouterRig extends AutoCloseable {
    /** What became of some requests. */
    record Sent(int stable, int candidate, int failed) {}

    TrafficRouter router();

    /** The same kind of adapter, at an address where nobody listens. */
    TrafficRouter unreachable();

    /** The same kind of adapter with a limit of half a second, at something that takes connections and never answers. */
    TrafficRouter hanging();

    /** Sends requests one after the other; may be called by several threads. */
    Sent send(int requests);

    /** Sends requests that carry a header. */
    Sent send(int requests, HeaderMatch header);

    /** Whether it keeps stamps and latches. */
    boolean latches();

    /** Whether it counts the requests of each side. */
    default boolean counts() {
        return true;
    }

    /** Whether it can send the requests with a header to the candidate. */
    default boolean headers() {
        return latches();
    }

    /** Whether it can keep this share; where it can't, the contract is tested with everything instead. */
    default boolean can(Weight share) {
        return true;
    }

    /**
     * How far the candidate's requests may be from its share of so many, where both sides have one; 0 for a router that
     * counts, and for every router at 0 % and at 100 %.
     */
    default int tolerance(int requests, int percent) {
        return 0;
    }

    /** Whether each right can be told without changing anything; a public API may have no way to ask. */
    default boolean tellsRights() {
        return true;
    }

    /** A share that it can't keep exactly, where there is one. */
    Optional<Weight> impossible();

    /** Stops it and starts it again with what it is configured to start with. */
    void restart();

    @Override
    void close();
}
