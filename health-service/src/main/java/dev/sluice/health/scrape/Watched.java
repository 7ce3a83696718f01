package dev.sluice.health.scrape;

import dev.sluice.events.value.Span;
import java.util.List;

/**
 * The places of one source.
 *
 * @param candidate at least one
 * @param stable those of the stable version; may be empty
 * @param timeout the limit for each place, each time
 */
public record Watched(List<Place> candidate, List<Place> stable, Span every, Span timeout, Span staleAfter) {
    public Watched {
        candidate = List.copyOf(candidate);
        stable = List.copyOf(stable);
    }

    /** What is read in one tick; stable's places where something is compared. */
    Round round(boolean compares) {
        return new Round(candidate, compares ? stable : List.of(), every, timeout);
    }

    /** Rounds that are equal are read once for all. */
    record Round(List<Place> candidate, List<Place> stable, Span every, Span timeout) {}
}
