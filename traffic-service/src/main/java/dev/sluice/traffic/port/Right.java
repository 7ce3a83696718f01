package dev.sluice.traffic.port;

/**
 * One thing that a shift or a restore has to be allowed to do, and whether it is; found out without changing anything.
 *
 * @param to what, as a verb: "write weights"
 * @param detail the router's own words, or what they mean
 */
public record Right(String to, Answer answer, String detail) {
    /** Whether it is held. What the router's answer does not settle is unknown, never held. */
    public enum Answer {
        HELD,
        MISSING,
        UNKNOWN
    }
}
