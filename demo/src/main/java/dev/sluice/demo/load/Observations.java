package dev.sluice.demo.load;

import dev.sluice.demo.WallClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The last {@value #KEPT} observations, in the order in which they ended. Written by the generator's thread, read by any.
 * A mark is a moment: what counts since a mark are the requests that were <em>sent</em> at or after it.
 */
public final class Observations {
    static final int KEPT = 1_000_000;
    private final Deque<Observation> kept = new ArrayDeque<>();

    synchronized void add(Observation observation) {
        if (kept.size() == KEPT) {
            kept.removeFirst();
        }
        kept.addLast(observation);
    }

    /** The present moment, to be given to {@link #since}. */
    public long mark() {
        return WallClock.epochMicros();
    }

    public Summary since(long mark) {
        return Summary.of(select(observation -> observation.sentAt() >= mark));
    }

    /** Everything that is kept. */
    public Summary all() {
        return since(0);
    }

    /** What was sent within the last {@code window}. */
    public Summary over(Duration window) {
        return since(mark() - window.toNanos() / 1_000);
    }

    /** The bad observation, 5xx or no answer, that ended first among those sent since {@code mark}. */
    public Optional<Observation> firstBad(long mark) {
        return select(observation -> observation.sentAt() >= mark && observation.bad()).stream()
                .findFirst();
    }

    /** The answer of {@code version} that ended last. */
    public synchronized Optional<Observation> lastFrom(String version) {
        Iterator<Observation> newestFirst = kept.descendingIterator();
        while (newestFirst.hasNext()) {
            Observation observation = newestFirst.next();
            if (observation.version().equals(version)) {
                return Optional.of(observation);
            }
        }
        return Optional.empty();
    }

    public synchronized List<Observation> select(Predicate<Observation> wanted) {
        return kept.stream().filter(wanted).toList();
    }
}
