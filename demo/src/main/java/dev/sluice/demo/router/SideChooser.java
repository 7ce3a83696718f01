package dev.sluice.demo.router;

import io.vertx.core.MultiMap;

/**
 * Chooses a side for each request. Of any 100 consecutive requests that take part in the split, exactly as many as the
 * percentage go to the candidate, at even distances. Latched and header-matched requests take no part. Not thread-safe.
 */
final class SideChooser {
    private long position;

    Side choose(Split split, MultiMap headers) {
        if (split.latched()) {
            return Side.STABLE;
        }
        if (split.headerMatch().filter(match -> match.matches(headers)).isPresent()) {
            return Side.CANDIDATE;
        }
        int percent = split.candidatePercent();
        // Bresenham's line: n * p mod 100 is below p exactly where the line n * p / 100 has passed a whole number.
        long step = position * percent % 100;
        position = (position + 1) % 100;
        return step < percent ? Side.CANDIDATE : Side.STABLE;
    }
}
