package dev.sluice.demo.haproxy;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** The shipped configurations, and what has to be said to each to get a percentage. */
enum Layout {
    WEIGHTS("weights.cfg"),
    MAP("map.cfg"),
    RAND("rand.cfg");

    final String file;

    Layout(String file) {
        this.file = file;
    }

    /** Runtime commands for {@code percent}, with two servers a side. */
    List<String> split(int percent, String map) {
        return switch (this) {
            case WEIGHTS -> weights(percent);
            case MAP, RAND -> List.of("set map " + map + " app " + percent);
        };
    }

    private static List<String> weights(int percent) {
        int divisor = BigInteger.valueOf(percent).gcd(BigInteger.valueOf(100)).intValue();
        return Stream.of("candidate-1", "candidate-2", "stable-1", "stable-2")
                .map(server -> "set server app/" + server + " weight "
                        + (server.startsWith("stable") ? 100 - percent : percent) / divisor)
                .toList();
    }

    /** By how many requests the candidate's count may be off until a change has settled: one per server. */
    long settling() {
        return switch (this) {
            case WEIGHTS -> 4;
            case MAP, RAND -> 0;
        };
    }

    /** How far the candidate's count may be from the exact one over {@code requests}: rand's is five deviations. */
    long tolerance(int percent, int requests) {
        return switch (this) {
            case WEIGHTS, MAP -> 0;
            case RAND -> (long) Math.floor(5 * Math.sqrt((double) requests * percent * (100 - percent)) / 100);
        };
    }
}
