package dev.sluice.demo.router;

/** Requests handed to each side since the router started, those included that it answered itself with 502. */
public record Counts(long stable, long candidate) {
    Counts plus(Side side) {
        return switch (side) {
            case STABLE -> new Counts(stable + 1, candidate);
            case CANDIDATE -> new Counts(stable, candidate + 1);
        };
    }
}
