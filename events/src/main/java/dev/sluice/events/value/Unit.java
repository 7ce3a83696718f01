package dev.sluice.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a number counts. A metric declares the unit its source answers in; a bound is written in any unit of the same
 * dimension, and both are compared in the dimension's base unit (ratio, second, count, per second, byte).
 */
public enum Unit {
    RATIO("ratio", Dimension.SHARE, "1"),
    PERCENT("%", Dimension.SHARE, "0.01"),
    SECONDS("s", Dimension.TIME, "1"),
    MILLISECONDS("ms", Dimension.TIME, "0.001"),
    MINUTES("m", Dimension.TIME, "60"),
    HOURS("h", Dimension.TIME, "3600"),
    DAYS("d", Dimension.TIME, "86400"),
    COUNT("count", Dimension.COUNT, "1"),
    RPS("rps", Dimension.RATE, "1"),
    BYTES("B", Dimension.SIZE, "1"),
    MEBIBYTES("MiB", Dimension.SIZE, "1048576"),
    GIBIBYTES("GiB", Dimension.SIZE, "1073741824");

    /** Units of one dimension can be compared; others can't. */
    public enum Dimension {
        SHARE,
        TIME,
        COUNT,
        RATE,
        SIZE
    }

    private final String symbol;
    private final Dimension dimension;
    private final BigDecimal inBase;

    Unit(String symbol, Dimension dimension, String inBase) {
        this.symbol = symbol;
        this.dimension = dimension;
        this.inBase = new BigDecimal(inBase);
    }

    @JsonCreator
    public static Unit parse(String text) {
        return Arrays.stream(values())
                .filter(unit -> unit.symbol.equals(text))
                .findFirst()
                .orElseThrow(() -> new Refusal("", "expected one of " + known() + ", found " + Refusal.shown(text)));
    }

    static String known() {
        return Arrays.stream(values()).map(Unit::symbol).collect(Collectors.joining(", "));
    }

    @JsonValue
    public String symbol() {
        return symbol;
    }

    public Dimension dimension() {
        return dimension;
    }

    /** In the base unit; of the digits that people see, so that 95 % is 0.95 and not the 0.9500000000000001 of 95 * 0.01. */
    public double toBase(double value) {
        return isBase(value)
                ? value
                : BigDecimal.valueOf(value).multiply(inBase).doubleValue();
    }

    /** A number of the base unit in this one; of its digits as well. */
    public double fromBase(double value) {
        return isBase(value)
                ? value
                : BigDecimal.valueOf(value)
                        .divide(inBase, MathContext.DECIMAL64)
                        .doubleValue();
    }

    /** NaN and the infinities are the same in every unit. */
    private boolean isBase(double value) {
        return inBase.equals(BigDecimal.ONE) || !Double.isFinite(value);
    }
}
