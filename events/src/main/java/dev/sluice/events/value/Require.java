package dev.sluice.events.value;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Guards for compact constructors: each returns the value, or throws a {@link Refusal} that names the field. */
public final class Require {
    private Require() {}

    public static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new Refusal(field, "is missing");
        }
        return value;
    }

    public static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new Refusal(field, "is missing: a text was expected");
        }
        return value;
    }

    public static String matching(String field, @Nullable String value, Pattern pattern, String expected) {
        if (value == null || !pattern.matcher(value).matches()) {
            throw new Refusal(field, "expected " + expected + ", found " + Refusal.shown(value));
        }
        return value;
    }

    public static void that(boolean condition, String field, String expected) {
        if (!condition) {
            throw new Refusal(field, expected);
        }
    }

    /** An unmodifiable copy; a list that is absent on the wire is the empty list. */
    public static <T> List<T> listOrEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    public static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
