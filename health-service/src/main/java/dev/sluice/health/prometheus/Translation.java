package dev.sluice.health.prometheus;

import dev.sluice.events.plan.Reading;
import java.util.List;

/**
 * A reading of one version in PromQL, so that it gives one number where a metrics page would, and none where that would
 * have none: an aggregation would pass over a NaN, which may stand for the worst of all.
 *
 * @param selectors what it reads, for the times of the raw samples
 */
record Translation(String query, List<String> selectors) {
    private static final String INSTANCE = "sum by (instance, pod) ";

    /** Throws {@link Malformed} when a selector is malformed, or the reading is of another kind of source. */
    static Translation of(Reading reading, String version) {
        return switch (reading) {
            case Reading.Gauge gauge -> {
                String of = Series.of(gauge.of(), version);
                yield new Translation(
                        aggregation(gauge.instances()) + "(" + of + ") and on() (count(" + of + ") == count("
                                + numbers(of) + "))",
                        List.of(of));
            }
            case Reading.Rate rate ->
                growth("rate", Series.of(rate.of(), version), rate.window().toString());
            case Reading.Increase increase ->
                growth(
                        "increase",
                        Series.of(increase.of(), version),
                        increase.window().toString());
            case Reading.Ratio ratio -> ratio(ratio, version);
            case Reading.Quantile quantile -> quantile(quantile, version);
            case Reading.Share share -> share(share, version);
            case Reading.Promql promql -> throw unfit();
            case Reading.Comparison comparison -> throw unfit();
            case Reading.Versus versus -> throw unfit();
            case Reading.Json json -> throw unfit();
            case Reading.Status status -> throw unfit();
            case Reading.Sample sample -> throw unfit();
            case Reading.Surroundings asked -> throw unfit();
        };
    }

    private static String aggregation(Reading.Together together) {
        return switch (together) {
            case LOWEST -> "min";
            case HIGHEST -> "max";
            case SUM -> "sum";
        };
    }

    private static Malformed unfit() {
        return new Malformed("expected a number that one version has");
    }

    private static Translation growth(String function, String of, String window) {
        return new Translation("sum(" + function + "(" + of + "[" + window + "]))", List.of(of));
    }

    /**
     * Errors that never were have no series: 0, as long as there are requests, and that it is so is marked. A series that was
     * born in the window has no increase before its second scrape, and has grown by what it shows.
     */
    private static Translation ratio(Reading.Ratio ratio, String version) {
        String of = Series.of(ratio.of(), version);
        String to = Series.of(ratio.to(), version);
        String part = "sum(increase(" + of + "[" + ratio.window() + "]))";
        String whole = "sum(increase(" + to + "[" + ratio.window() + "]))";
        String name = of.substring(0, of.indexOf('{')).strip();
        String absent = "label_replace(0 * " + whole + ", \"" + Asked.ABSENT + "\", \"" + name
                + "\", \"\", \"\") and on() absent(" + of + ")";
        String born = "sum(" + of + " unless " + of + " offset " + ratio.window() + ")";
        String query =
                "(" + part + " or on() " + born + " or on() (" + absent + ")) / on() group_left() (" + whole + " > 0)";
        return new Translation(rest(ratio.rest().orElse(false), query), distinct(of, to));
    }

    /** In the last bucket, which has no end, a quantile would be given as the bound below it; that it is more is marked. */
    private static Translation quantile(Reading.Quantile quantile, String version) {
        String of = Series.buckets(quantile.of(), version);
        String all = "sum by (le) (rate(" + of + "[" + quantile.window() + "]))";
        String value = "histogram_quantile(" + quantile.quantile() + ", " + all + ")";
        String bounded = "max(" + growing(of, "le!=\"+Inf\"", quantile) + ")";
        String wanted = quantile.quantile() + " * sum(" + growing(of, "le=\"+Inf\"", quantile) + ")";
        String query = "(" + value + " and on() (" + bounded + " >= " + wanted + ")) or label_replace(" + value
                + " and on() (" + bounded + " < " + wanted + "), \"" + Asked.ABOVE + "\", \"1\", \"\", \"\")";
        return new Translation(query, List.of(of));
    }

    private static String growing(String buckets, String which, Reading.Quantile quantile) {
        String selector = buckets.substring(0, buckets.length() - 1) + "," + which + "}";
        return "sum by (le) (rate(" + selector + "[" + quantile.window() + "]))";
    }

    /** The matching of vectors passes over an instance that has only one of the two; counting shows it. */
    private static Translation share(Reading.Share share, String version) {
        String of = Series.of(share.of(), version);
        String to = Series.of(share.to(), version);
        String value =
                share.window().map(window -> "rate(" + of + "[" + window + "])").orElse(of);
        boolean rest = share.rest().orElse(false);
        String query =
                switch (share.instances()) {
                    case SUM -> rest(rest, "sum(" + value + ") / (sum(" + to + ") > 0)");
                    case HIGHEST, LOWEST ->
                        each(
                                aggregation(share.instances()),
                                rest,
                                INSTANCE + "(" + value + ")",
                                INSTANCE + "(" + to + ")");
                };
        return new Translation(query, distinct(of, to));
    }

    private static String each(String together, boolean rest, String parts, String wholes) {
        String shares = rest(rest, parts + " / (" + wholes + " > 0)");
        String known = "count(" + numbers(shares) + ")";
        return together + "(" + shares + ") and on() (count(" + parts + ") == " + known + ") and on() (count(" + wholes
                + ") == " + known + ")";
    }

    /** NaN alone is not what it is. */
    private static String numbers(String vector) {
        return "(" + vector + ") == (" + vector + ")";
    }

    private static String rest(boolean rest, String query) {
        return rest ? "1 - (" + query + ")" : query;
    }

    private static List<String> distinct(String one, String other) {
        return one.equals(other) ? List.of(one) : List.of(one, other);
    }

    /** With the times of the raw samples. */
    Asked asked() {
        return new Asked(query, Asked.Form.VECTOR, new SeriesSelectors(selectors, false));
    }
}
