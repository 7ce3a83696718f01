package dev.sluice.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A comparison with a bound, as written in a plan: {@code "> 0.5%"}, {@code "<= 500ms"}. NaN satisfies none. */
public record Condition(Comparison comparison, Quantity bound) {
    private static final Pattern FORM = Pattern.compile("(<=|>=|==|<|>)\\s*(.+)");

    /** The five comparisons. */
    public enum Comparison {
        BELOW("<"),
        AT_MOST("<="),
        ABOVE(">"),
        AT_LEAST(">="),
        EQUAL("==");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        static Comparison of(String sign) {
            return switch (sign) {
                case "<" -> BELOW;
                case "<=" -> AT_MOST;
                case ">" -> ABOVE;
                case ">=" -> AT_LEAST;
                default -> EQUAL;
            };
        }

        /** Whether a number is accepted that lies below (negative), at (0) or above (positive) the bound. */
        public boolean accepts(int side) {
            return switch (this) {
                case BELOW -> side < 0;
                case AT_MOST -> side <= 0;
                case ABOVE -> side > 0;
                case AT_LEAST -> side >= 0;
                case EQUAL -> side == 0;
            };
        }
    }

    @JsonCreator
    public static Condition parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        Require.that(
                form.matches(),
                "",
                "expected a comparison (<, <=, >, >=, ==) and a bound with its unit such as '> 0.5%', found "
                        + Refusal.shown(text));
        return new Condition(Comparison.of(form.group(1)), Quantity.parse(form.group(2)));
    }

    /** Whether a value, in the base unit of the bound's dimension, satisfies the condition. */
    public boolean holds(double value) {
        return !Double.isNaN(value) && comparison.accepts(side(value));
    }

    /**
     * Negative, 0 or positive for a value below, at or above the bound, in the base unit of its dimension. A relative
     * difference of 1e-9 is none, whatever the comparison: 57 % may come as {@code 100 * 0.57}, which is
     * 56.99999999999999, and is at least 57 % nevertheless.
     */
    public int side(double value) {
        double limit = bound.base();
        boolean same = Math.abs(value - limit) <= Math.max(Math.abs(limit), 1e-300) * 1e-9;
        return same ? 0 : Double.compare(value, limit);
    }

    @Override
    @JsonValue
    public String toString() {
        return comparison.sign + " " + bound;
    }
}
