package dev.sluice.events.plan;

import dev.sluice.events.value.Require;
import java.util.regex.Pattern;

/** A request header that sends its request to the candidate: exact value, name without regard to case. */
public record HeaderMatch(String name, String value) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]{1,128}");

    public HeaderMatch {
        Require.matching("name", name, NAME, "a header's name of letters, digits and '-'");
        Require.matching("value", value, VALUE, "1 to 128 printable characters without spaces");
    }
}
