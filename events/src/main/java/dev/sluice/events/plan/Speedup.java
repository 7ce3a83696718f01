package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** How many times faster than written the stages run and are judged, for trying a plan out: {@code 60x}. 1 to 100,000. */
public record Speedup(double factor) {
    public static final Speedup NONE = new Speedup(1);
    private static final Pattern FORM = Pattern.compile("\\d{1,6}(\\.\\d{1,3})?x");

    public Speedup {
        Require.that(factor >= 1 && factor <= 100_000, "", "expected 1x to 100000x");
    }

    @JsonCreator
    public static Speedup parse(String text) {
        Require.matching("", text, FORM, "a factor with its unit such as 60x");
        return new Speedup(Double.parseDouble(text.substring(0, text.length() - 1)));
    }

    Span of(Span written) {
        return factor == 1 || written.millis() == 0 ? written : written.dividedBy(factor);
    }

    @Override
    @JsonValue
    public String toString() {
        return BigDecimal.valueOf(factor).stripTrailingZeros().toPlainString() + "x";
    }
}
