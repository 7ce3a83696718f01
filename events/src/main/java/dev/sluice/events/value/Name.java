package dev.sluice.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The name of a stage, router, source, metric or trigger inside one plan: letters, digits, '-', '_' and '.', at most 63. */
public record Name(@JsonValue String text) implements Comparable<Name> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    @JsonCreator
    public Name {
        Require.matching("", text, FORM, "a name of letters, digits, '-', '_' and '.', at most 63 characters");
    }

    @Override
    public int compareTo(Name other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
