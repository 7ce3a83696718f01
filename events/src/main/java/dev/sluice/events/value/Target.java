package dev.sluice.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * What is rolled out: {@code namespace/application}. It is the key of every keyed topic, so everything about one target
 * is in one partition, in one order. Each half is a DNS label of at most 63 characters.
 */
public record Target(String namespace, String application) implements Comparable<Target> {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
    private static final String EXPECTED =
            "'namespace/application', each of lower-case letters, digits, '-' and '.', at most 63 characters";

    public Target {
        Require.matching("target", namespace, LABEL, EXPECTED);
        Require.matching("target", application, LABEL, EXPECTED);
    }

    @JsonCreator
    public static Target parse(String text) {
        int slash = text.indexOf('/');
        Require.that(slash > 0, "target", "expected " + EXPECTED + ", found " + Refusal.shown(text));
        return new Target(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(Target other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        return namespace + "/" + application;
    }
}
