package dev.sluice.health.domain;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A sample held against a bound. */
public final class Readings {
    private Readings() {}

    /**
     * HELD and NOT_HELD only for a value that is on one side of the bound for sure; everything else is UNKNOWN, with the reason
     * as its detail.
     */
    public static MetricReading read(Metric metric, Condition bound, Sample sample) {
        return switch (sample) {
            case Sample.Value value -> value(metric, bound, value);
            case Sample.Counts counts -> unknown(metric, bound, "counts that were not compared");
            case Sample.Pair pair -> unknown(metric, bound, "two numbers that were not compared");
            case Sample.NoData none -> unknown(metric, bound, "no data: " + none.reason());
            case Sample.Stale stale -> unknown(metric, bound, "no data: stale: " + stale.reason());
            case Sample.Failed failed -> unknown(metric, bound, failed.reason());
        };
    }

    private static MetricReading value(Metric metric, Condition bound, Sample.Value value) {
        int side = bound.side(metric.unit().toBase(value.value()));
        OptionalInt sure =
                switch (value.is()) {
                    case EXACT -> OptionalInt.of(side);
                    case MORE -> side < 0 ? OptionalInt.empty() : OptionalInt.of(1);
                    case LESS -> side > 0 ? OptionalInt.empty() : OptionalInt.of(-1);
                };
        if (sure.isEmpty()) {
            return unknown(metric, bound, value.detail().orElse("it is not known how far it is from " + value.value()));
        }
        boolean holds = bound.comparison().accepts(sure.getAsInt());
        return reading(
                metric,
                bound,
                OptionalDouble.of(value.value()),
                holds ? Outcome.HELD : Outcome.NOT_HELD,
                value.detail(),
                Optional.of(value.sampledAt()),
                value.of());
    }

    /** A reading without a value. */
    public static MetricReading unknown(Metric metric, Condition bound, String detail) {
        return reading(
                metric,
                bound,
                OptionalDouble.empty(),
                Outcome.UNKNOWN,
                Optional.of(detail),
                Optional.empty(),
                OptionalLong.empty());
    }

    /** A time for people, to the second where it is longer than one. */
    static String text(Duration time) {
        return new Span(time.toSeconds() > 0 ? time.truncatedTo(ChronoUnit.SECONDS) : time).toString();
    }

    /** The same reading with another outcome, and what is to be said of that. */
    static MetricReading as(Outcome outcome, MetricReading reading, String why) {
        String detail = reading.detail().map(known -> why + "; " + known).orElse(why);
        return new MetricReading(
                reading.metric(),
                reading.query(),
                reading.value(),
                reading.unit(),
                reading.bound(),
                outcome,
                Optional.of(detail),
                reading.sampledAt(),
                reading.samples());
    }

    private static MetricReading reading(
            Metric metric,
            Condition bound,
            OptionalDouble value,
            Outcome outcome,
            Optional<String> detail,
            Optional<Instant> sampledAt,
            OptionalLong samples) {
        return new MetricReading(
                metric.name(),
                asked(metric.read()),
                value,
                metric.unit().symbol(),
                bound.toString(),
                outcome,
                detail,
                sampledAt,
                samples);
    }

    private static String compared(Reading.Comparison comparison) {
        String bad = comparison
                .slowerThan()
                .map(bound -> comparison.of() + " over " + bound)
                .orElse(comparison.of() + " / " + comparison.to().orElse(""));
        return "p-value of " + bad + " being at most " + comparison.tolerance() + " times stable's";
    }

    private static String asked(Reading.Share share) {
        String of = share.window()
                .map(window -> "rate(" + share.of() + "[" + window + "])")
                .orElse(share.of());
        return share.instances().name().toLowerCase(Locale.ROOT) + "(" + rest(share.rest()) + of + " / " + share.to()
                + ")";
    }

    private static String rest(Optional<Boolean> rest) {
        return rest.orElse(false) ? "1 - " : "";
    }

    private static String asked(Reading.Json json) {
        String read =
                json.equals().map(text -> json.path() + " is \"" + text + "\"").orElse(json.path());
        return json.of().name().toLowerCase(Locale.ROOT) + "(" + read + ")";
    }

    /** What the source is asked, for people: a query, or a selector with what is made of it. */
    public static String asked(Reading reading) {
        return switch (reading) {
            case Reading.Promql promql -> promql.query();
            case Reading.Gauge gauge -> gauge.instances().name().toLowerCase(Locale.ROOT) + "(" + gauge.of() + ")";
            case Reading.Rate rate -> "rate(" + rate.of() + "[" + rate.window() + "])";
            case Reading.Increase increase -> "increase(" + increase.of() + "[" + increase.window() + "])";
            case Reading.Ratio ratio ->
                rest(ratio.rest()) + "increase(" + ratio.of() + "[" + ratio.window() + "]) / increase(" + ratio.to()
                        + "[" + ratio.window() + "])";
            case Reading.Share share -> asked(share);
            case Reading.Quantile quantile ->
                "quantile(" + quantile.quantile() + ", " + quantile.of() + "[" + quantile.window() + "])";
            case Reading.Comparison comparison -> compared(comparison);
            case Reading.Versus versus ->
                versus.as().name().toLowerCase(Locale.ROOT) + " of " + asked(versus.read()) + " to stable's";
            case Reading.Json json -> asked(json);
            case Reading.Status status -> "status of every instance";
            case Reading.Sample sample -> "the newest pushed sample";
            case Reading.Surroundings asked -> asked(asked);
        };
    }

    private static String asked(Reading.Surroundings asked) {
        return switch (asked) {
            case Reading.Reachable reachable -> "whether " + reachable.address() + " accepts a connection";
            case Reading.Connect connect -> "time to connect to " + connect.address();
            case Reading.Resolves resolves -> "addresses of " + resolves.host();
            case Reading.Certificate certificate ->
                "validity of the certificates at " + certificate.address()
                        + certificate.serverName().map(name -> " for " + name).orElse("");
            case Reading.Image image -> "whether there is image " + image.of();
            case Reading.Present present -> "whether there is " + present.of();
            case Reading.Keys keys -> "keys of " + keys.of();
            case Reading.Ready ready -> "ready replicas of " + ready.of();
        };
    }
}
