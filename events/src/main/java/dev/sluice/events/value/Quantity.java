package dev.sluice.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A finite number with its unit: {@code 0.5%}, {@code 500ms}, {@code 5 count}, {@code 1000 rps}. A bare number is refused. */
public record Quantity(double value, Unit unit) {
    private static final Pattern FORM = Pattern.compile("(-?\\d+(?:\\.\\d+)?)\\s*(\\S+)");

    public Quantity {
        Require.that(Double.isFinite(value), "", "expected a finite number with a unit");
    }

    @JsonCreator
    public static Quantity parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        boolean fits = form.matches();
        boolean bare = fits && form.group(2).matches("[\\d.]+");
        Require.that(
                fits && !bare,
                "",
                "expected a number with its unit (" + Unit.known() + ") such as 0.5% or 500ms, found "
                        + Refusal.shown(text));
        return new Quantity(Double.parseDouble(form.group(1)), Unit.parse(form.group(2)));
    }

    /** In the base unit of its dimension. */
    public double base() {
        return unit.toBase(value);
    }

    @Override
    @JsonValue
    public String toString() {
        String number = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        boolean attached = unit == Unit.PERCENT || unit.dimension() == Unit.Dimension.TIME;
        return attached ? number + unit.symbol() : number + " " + unit.symbol();
    }
}
