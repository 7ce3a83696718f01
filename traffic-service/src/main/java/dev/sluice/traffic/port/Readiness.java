package dev.sluice.traffic.port;

import java.util.Optional;

/**
 * How far a workload has come that is being brought up, as it was read back.
 *
 * @param ready all instances that are wanted take requests
 * @param broken why it won't become ready by itself, such as a container that crashes; empty otherwise
 * @param detail what is there or what is missing; for people
 */
public record Readiness(boolean ready, Optional<String> broken, String detail) {
    public static Readiness ready(String detail) {
        return new Readiness(true, Optional.empty(), detail);
    }

    public static Readiness underWay(String detail) {
        return new Readiness(false, Optional.empty(), detail);
    }

    public static Readiness broken(String why) {
        return new Readiness(false, Optional.of(why), why);
    }
}
