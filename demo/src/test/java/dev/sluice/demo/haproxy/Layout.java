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
        return Stream.of(1, 2)
                .flatMap(n -> Stream.of(
                        "set server app/stable-" + n + " weight " + (100 - percent) / divisor,
                        "set server app/candidate-" + n + " weight " + percent / divisor))
                .toList();
    }

    /** How far the candidate's count may be from the exact one over {@code requests}: rand's is five deviations. */
    long tolerance(int percent, int requests) {
        return switch (this) {
            case WEIGHTS, MAP -> 0;
            case RAND -> (long) Math.ceil(5 * Math.sqrt((double) requests * percent * (100 - percent)) / 100);
        };
    }
}
