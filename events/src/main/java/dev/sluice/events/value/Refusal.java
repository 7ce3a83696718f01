package dev.sluice.events.value;

import org.jspecify.annotations.Nullable;

/**
 * A value that was refused: which field, what was expected there, and what stood there. Thrown by the constructors of
 * value types and of the plan; a caller turns it into a 4xx, a line of lint, or a dead letter, never into a retry.
 */
public final class Refusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final String field;
    private final String expected;

    public Refusal(String field, String expected) {
        super(field.isEmpty() ? expected : field + ": " + expected);
        this.field = field;
        this.expected = expected;
    }

    public String field() {
        return field;
    }

    public String expected() {
        return expected;
    }

    /** The same refusal, seen from an enclosing field, which may be the one that the value knows itself by. */
    public Refusal within(String outer) {
        if (outer.isEmpty()) {
            return this;
        }
        boolean known = field.isEmpty() || outer.equals(field) || outer.endsWith("." + field);
        return new Refusal(known ? outer : outer + "." + field, expected);
    }

    /** Shows a refused value in a message: short, and never more than 60 characters of it. */
    public static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
    }
}
