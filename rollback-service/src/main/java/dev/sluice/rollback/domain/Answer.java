package dev.sluice.rollback.domain;

import java.util.Optional;

/** What one look at the public address brought back. */
public sealed interface Answer {
    /**
     * It answered by itself; redirects were not followed.
     *
     * @param version the value of the response header that names the version that answered, where it was sent
     */
    record Reply(int status, Optional<String> version) implements Answer {}

    /** No answer within the time limit, and why. */
    record Silence(String why) implements Answer {}
}
