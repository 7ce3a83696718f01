package dev.sluice.health.scrape;

import dev.sluice.events.plan.Re2;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/** Which series are meant, written as in Prometheus: {@code name{label="value",other=~"5..",third!="x"}}. */
record Selector(String name, List<Matcher> matchers) {
    /** A label without a value is the empty text, as in Prometheus. */
    record Matcher(String label, Predicate<String> fits) {}

    /** Throws IllegalArgumentException, which says what was expected where. */
    static Selector parse(String text) {
        Cursor cursor = new Cursor(text.strip());
        String name = cursor.name();
        List<Matcher> matchers = new ArrayList<>();
        cursor.space();
        if (cursor.take('{')) {
            matchers(cursor, matchers);
        }
        cursor.space();
        cursor.require(cursor.end(), "the end of the selector");
        return new Selector(name, List.copyOf(matchers));
    }

    private static void matchers(Cursor cursor, List<Matcher> matchers) {
        cursor.space();
        while (!cursor.take('}')) {
            String label = cursor.name();
            cursor.space();
            matchers.add(new Matcher(label, fits(cursor)));
            cursor.space();
            boolean more = cursor.take(',');
            cursor.require(more || cursor.at('}'), "',' or '}'");
            cursor.space();
        }
    }

    private static Predicate<String> fits(Cursor cursor) {
        boolean not = cursor.take('!');
        boolean equals = cursor.take('=');
        boolean regex = !(not && equals) && cursor.take('~');
        cursor.require(equals || (not && regex), "one of =, !=, =~, !~");
        return not ? value(cursor, regex).negate() : value(cursor, regex);
    }

    private static Predicate<String> value(Cursor cursor, boolean regex) {
        cursor.space();
        String value = cursor.quoted();
        if (!regex) {
            return value::equals;
        }
        try {
            return Re2.compile(value).asMatchPredicate();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("expected a regular expression, found '" + value + "'", e);
        }
    }

    Selector named(String other) {
        return new Selector(other, matchers);
    }

    boolean matches(Map<String, String> labels) {
        return matchers.stream().allMatch(matcher -> matcher.fits().test(labels.getOrDefault(matcher.label(), "")));
    }
}
