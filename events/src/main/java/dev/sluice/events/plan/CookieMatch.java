package dev.sluice.events.plan;

import dev.sluice.events.value.Require;
import java.util.regex.Pattern;

/**
 * A request cookie that sends its request to the candidate.
 *
 * @param name the cookie's name, exactly
 * @param value the cookie's value, exactly; ingress-nginx knows {@code always} alone
 */
public record CookieMatch(String name, String value) {
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    public CookieMatch {
        Require.matching("name", name, Affinity.COOKIE, Affinity.COOKIE_EXPECTED);
        Require.matching("value", value, VALUE, "1 to 128 letters, digits, '-', '_' and '.'");
    }
}
