package dev.sluice.events.plan;

import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import java.util.regex.Pattern;

/**
 * Keeps a client on the version that it was given first, by a cookie that the router sets.
 *
 * @param cookie the cookie's name, where the router lets one choose it
 * @param maxAge how long the client is kept there
 */
public record Affinity(String cookie, Span maxAge) {
    static final Pattern COOKIE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    static final String COOKIE_EXPECTED = "a cookie's name of letters, digits, '-' and '_'";

    public Affinity {
        Require.matching("cookie", cookie, COOKIE, COOKIE_EXPECTED);
        Require.present("maxAge", maxAge);
        Require.that(
                maxAge.millis() >= 1000 && maxAge.compareTo(Span.ofDays(7)) <= 0,
                "maxAge",
                "expected 1s to 7d, such as 3600s");
    }
}
