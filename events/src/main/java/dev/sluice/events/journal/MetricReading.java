package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Unit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One metric as it was judged.
 *
 * @param query what the source was asked
 * @param value in the metric's unit; empty when there was none
 * @param unit the symbol of that unit
 * @param bound the condition of the check or trigger, as in the plan
 * @param outcome whether it held
 * @param detail why there is no value, or what else a reader should know
 * @param sampledAt the time of the raw sample, by the source's clock
 * @param samples how many observations the value is made of: requests where they are counted, series or instances elsewhere
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record MetricReading(
        Name metric,
        String query,
        OptionalDouble value,
        String unit,
        String bound,
        Outcome outcome,
        Optional<String> detail,
        Optional<Instant> sampledAt,
        OptionalLong samples) {
    private static final Set<String> ATTACHED = Set.of("%", "s", "ms", "m", "h", "d");

    public MetricReading {
        Require.present("metric", metric);
        Require.present("query", query);
        Require.present("unit", unit);
        Require.present("bound", bound);
        Require.present("outcome", outcome);
        detail = Require.orElse(detail, Optional.empty());
        sampledAt = Require.orElse(sampledAt, Optional.empty());
        samples = Require.orElse(samples, OptionalLong.empty());
    }

    /** Without a count of what it is made of. */
    public MetricReading(
            Name metric,
            String query,
            OptionalDouble value,
            String unit,
            String bound,
            Outcome outcome,
            Optional<String> detail,
            Optional<Instant> sampledAt) {
        this(metric, query, value, unit, bound, outcome, detail, sampledAt, OptionalLong.empty());
    }

    /** For a check HELD is healthy; for a trigger HELD is a breach. UNKNOWN is neither. */
    public enum Outcome {
        HELD,
        NOT_HELD,
        UNKNOWN
    }

    /** e.g. {@code error-rate = 2.5% (bound < 0.1%, of 1204)}; a ratio is shown as the percentage that plans speak of. */
    public String sentence() {
        return metric + " = " + shownValue() + " (bound " + bound
                + (samples.isPresent() ? ", of " + samples.getAsLong() : "") + ")"
                + detail.map(d -> ": " + d).orElse("");
    }

    /** The value alone, for people, e.g. {@code 2.5%}. */
    public String shownValue() {
        return value.isPresent() ? shown(value.getAsDouble()) : "no data";
    }

    private String shown(double number) {
        boolean ratio = unit.equals(Unit.RATIO.symbol());
        String digits = BigDecimal.valueOf(ratio ? number * 100 : number)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
        String symbol = ratio ? Unit.PERCENT.symbol() : unit;
        return ATTACHED.contains(symbol) ? digits + symbol : digits + " " + symbol;
    }
}
