package dev.sluice.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** The candidate's share of traffic, in basis points (hundredths of a percent): 0 to 10,000. Written {@code 5%}, {@code 0.5%}. */
public record Weight(int basisPoints) implements Comparable<Weight> {
    public static final Weight ZERO = new Weight(0);
    public static final Weight FULL = new Weight(10_000);
    private static final Pattern FORM = Pattern.compile("\\d{1,3}(\\.\\d{1,2})?%");

    public Weight {
        Require.that(basisPoints >= 0 && basisPoints <= 10_000, "", "expected 0% to 100%");
    }

    public static Weight percent(int percent) {
        return new Weight(percent * 100);
    }

    @JsonCreator
    public static Weight parse(String text) {
        Require.matching("", text, FORM, "a percentage with its unit such as 5% or 0.5%");
        return new Weight(new BigDecimal(text.substring(0, text.length() - 1))
                .movePointRight(2)
                .intValueExact());
    }

    /** Whether it is a whole number of percent, which is what some routers can do at most. */
    public boolean wholePercent() {
        return basisPoints % 100 == 0;
    }

    public int percent() {
        return basisPoints / 100;
    }

    @Override
    public int compareTo(Weight other) {
        return Integer.compare(basisPoints, other.basisPoints);
    }

    @Override
    @JsonValue
    public String toString() {
        return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + "%";
    }
}
