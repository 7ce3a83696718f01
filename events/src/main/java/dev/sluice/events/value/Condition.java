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

    /**
     * Whether a value, in the base unit of the bound's dimension, satisfies the condition. Equality allows a relative
     * difference of 1e-9, since a value passed through decimal text.
     */
    public boolean holds(double value) {
        double limit = bound.base();
        return switch (comparison) {
            case BELOW -> value < limit;
            case AT_MOST -> value <= limit;
            case ABOVE -> value > limit;
            case AT_LEAST -> value >= limit;
            case EQUAL -> Math.abs(value - limit) <= Math.max(Math.abs(limit), 1e-300) * 1e-9;
        };
    }

    @Override
    @JsonValue
    public String toString() {
        return comparison.sign + " " + bound;
    }
}
